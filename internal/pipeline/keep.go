package pipeline

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"nutgraf/internal/news"
)

// KeepStore is what a Keeper asks of the database.
type KeepStore interface {
	AcquireLease(ctx context.Context, name, holder string, now, until time.Time) (term int64, err error)
	ReleaseLease(ctx context.Context, name, holder string) error
	Ages(ctx context.Context) (map[news.SourceID]news.Age, error)
	Occupied(ctx context.Context) (news.Occupied, error)
	OldCaptures(ctx context.Context, after int64, before time.Time, limit int) ([]news.Old, error)
	OldTexts(ctx context.Context, after int64, before time.Time, limit int) ([]news.Old, error)
	DropCaptures(ctx context.Context, entries []int64) (gone int, held time.Duration, err error)
	DropTexts(ctx context.Context, articles []int64, now time.Time) (gone int, held time.Duration, err error)
	Tidy(ctx context.Context) (more bool, held time.Duration, err error)
}

// Keeper lets go of what is not kept any more, and looks after the database. It is no stage: nothing waits for it, and it waits
// for everybody. Its work is done in transactions of some milliseconds with longer rests between them, by one process at a time, the
// holder of the lease "keep". It remembers nothing: what is left to do is read from the tables, so a killed one is taken up.
type Keeper struct {
	Store   KeepStore
	Keeping news.Keeping
	Holder  string
	Log     *slog.Logger
	Now     func() time.Time
	Hasty   bool // no rests: nobody else works here
	DryRun  bool // count, and let nothing go
}

const (
	keepLease = "keep"
	keepTerm  = 2 * time.Minute
	keepRound = time.Hour
	keepFirst = time.Minute // after the start, which has enough to do

	keepRead = 500 // rows that one look reads
	keepHold = 10 * time.Millisecond
	// restShare is how many times as long as the database was held it is left alone.
	restShare = 4
	// enough is how far below its bound the database is brought, so that it is not at the bound again at once.
	enough = 0.95
)

// Rule is why something goes.
type Rule string

// The rules.
const (
	RuleAge   Rule = "age"
	RuleBytes Rule = "bytes"
)

// Gone is how much went, or would, by a rule.
type Gone struct {
	What  string // captures, texts
	Rule  Rule
	Items int
	Bytes int64 // that it took, as stored
}

// Run works until ctx ends. What fails is logged, and tried again in the next round.
func (k *Keeper) Run(ctx context.Context) error {
	for pause := keepFirst; rest(ctx, pause, nil) == nil; pause = keepRound {
		began := time.Now()
		gone, err := k.Sweep(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			k.Log.Error("keeping failed; trying again", "stage", keepLease, "err", err, "pause", keepRound)
		}
		for _, g := range gone {
			if g.Items > 0 {
				k.Log.Info("let go", "stage", keepLease, "what", g.What, "rule", string(g.Rule), "n", g.Items, "bytes", g.Bytes, "took", time.Since(began).Round(time.Millisecond))
			}
		}
	}
	return nil
}

// Sweep does all that is to be done now, unless another process does.
func (k *Keeper) Sweep(ctx context.Context) (gone []Gone, err error) {
	s := &sweep{Keeper: k, step: 8}
	if !k.DryRun {
		defer s.release()
		if err := s.lease(ctx); err != nil {
			return nil, leave(err)
		}
	}
	if s.ages, err = k.Store.Ages(ctx); err != nil {
		return nil, err
	}
	for _, of := range s.stores() {
		g, err := s.byAge(ctx, of)
		if gone = append(gone, g); err != nil {
			return gone, leave(err)
		}
	}
	more, err := s.byBytes(ctx, gone)
	gone = append(gone, more...)
	if err == nil && !k.DryRun {
		err = s.tidy(ctx)
	}
	return gone, leave(err)
}

// errElsewhere ends a sweep when another process holds the lease.
var errElsewhere = errors.New("another process keeps this database")

func leave(err error) error {
	if errors.Is(err, errElsewhere) {
		return nil
	}
	return err
}

// sweep is one round of a Keeper.
type sweep struct {
	*Keeper
	ages   map[news.SourceID]news.Age
	step   int // rows that one transaction takes: as many as it takes in keepHold
	leased time.Time
}

// shelf is what one kind of things is kept in.
type shelf struct {
	what     string
	age      news.Age // of sources without an age of their own
	youngest news.Age // those are never let go
	worth    int64    // bytes that become free for each that is stored
	old      func(ctx context.Context, after int64, before time.Time, limit int) ([]news.Old, error)
	drop     func(ctx context.Context, list []int64) (int, time.Duration, error)
}

// stores are the shelves, in the order in which they are emptied.
func (s *sweep) stores() []shelf {
	dropTexts := func(ctx context.Context, list []int64) (int, time.Duration, error) {
		return s.Store.DropTexts(ctx, list, s.Now())
	}
	return []shelf{
		{"captures", s.Keeping.Captures, news.MinCaptureAge, 1, s.Store.OldCaptures, s.Store.DropCaptures},
		// A text in the search index takes about as much as the text.
		{"texts", s.Keeping.Texts, news.MinTextAge, 2, s.Store.OldTexts, dropTexts},
	}
}

// of is how long the things of a source are kept on a shelf. A source that is kept for less has its pages no longer than its texts;
// one that is kept for good has them as long as the others.
func (f shelf) of(own news.Age) news.Age {
	age := cmp.Or(f.age, news.Forever) // where no rule is set nothing goes
	if own != 0 && (f.what == "texts" || own < age) {
		age = own
	}
	return max(age, f.youngest)
}

// byAge lets go of what is too old.
func (s *sweep) byAge(ctx context.Context, f shelf) (Gone, error) {
	now := s.Now()
	before := f.of(0).Before(now)
	for _, own := range s.ages {
		if b := f.of(own).Before(now); b.After(before) {
			before = b
		}
	}
	return s.empty(ctx, f, RuleAge, before, func(o news.Old) bool { return o.At.Before(f.of(s.ages[o.Source]).Before(now)) }, nil)
}

// byBytes lets go of the oldest, when the database is too large: so much that it is a little below its bound. Where went by age what
// is only counted, that is room too.
func (s *sweep) byBytes(ctx context.Context, before []Gone) (gone []Gone, err error) {
	if s.Keeping.Bytes == 0 {
		return nil, nil
	}
	room, err := s.Store.Occupied(ctx)
	if err != nil {
		return nil, err
	}
	used := room.Used()
	if s.DryRun {
		for _, g := range before {
			used -= g.Bytes
		}
	}
	if used <= s.Keeping.Bytes {
		return nil, nil
	}
	surplus := used - int64(enough*float64(s.Keeping.Bytes))
	for _, f := range s.stores() {
		g, err := s.empty(ctx, f, RuleBytes, f.youngest.Before(s.Now()), func(o news.Old) bool {
			return s.ages[o.Source] != news.Forever && (!s.DryRun || !o.At.Before(f.of(s.ages[o.Source]).Before(s.Now())))
		}, &surplus)
		if gone = append(gone, g); err != nil {
			return gone, err
		}
	}
	return gone, nil
}

// empty walks along a shelf, the oldest first, and lets go of what is to go; until the surplus is used up, where there is one.
func (s *sweep) empty(ctx context.Context, f shelf, rule Rule, before time.Time, goes func(news.Old) bool, surplus *int64) (Gone, error) {
	g := Gone{What: f.what, Rule: rule}
	if before.IsZero() {
		return g, nil
	}
	for after := int64(0); ; {
		found, err := f.old(ctx, after, before, keepRead)
		if err != nil || len(found) == 0 {
			return g, err
		}
		after = found[len(found)-1].ID
		var list []int64
		for _, o := range found {
			if surplus != nil && *surplus <= 0 {
				break
			}
			if o.Stays || !goes(o) {
				continue
			}
			list = append(list, o.ID)
			g.Bytes += o.Bytes
			if surplus != nil {
				*surplus -= f.worth * o.Bytes
			}
		}
		n, err := s.drop(ctx, f, list)
		g.Items += n
		if err != nil || surplus != nil && *surplus <= 0 {
			return g, err
		}
	}
}

// drop lets a list go, as many at a time as go quickly, and rests between.
func (s *sweep) drop(ctx context.Context, f shelf, list []int64) (gone int, err error) {
	if s.DryRun {
		return len(list), ctx.Err()
	}
	for len(list) > 0 {
		if err := s.lease(ctx); err != nil {
			return gone, err
		}
		some := list[:min(s.step, len(list))]
		list = list[len(some):]
		n, held, err := f.drop(ctx, some)
		if gone += n; err != nil {
			return gone, err
		}
		switch {
		case held > keepHold:
			s.step = max(s.step/2, 1)
		case held < keepHold/2 && n == s.step:
			s.step = min(s.step+s.step/4+1, keepRead)
		}
		if err := s.rest(ctx, held); err != nil {
			return gone, err
		}
	}
	return gone, nil
}

func (s *sweep) tidy(ctx context.Context) error {
	for {
		if err := s.lease(ctx); err != nil {
			return err
		}
		more, held, err := s.Store.Tidy(ctx)
		if err != nil || !more {
			return err
		}
		if err := s.rest(ctx, held); err != nil {
			return err
		}
	}
}

func (s *sweep) rest(ctx context.Context, held time.Duration) error {
	if s.Hasty {
		return ctx.Err()
	}
	return rest(ctx, max(restShare*held, 5*time.Millisecond), nil)
}

// lease takes the lease, or prolongs it in good time.
func (s *sweep) lease(ctx context.Context) error {
	now := time.Now()
	if now.Sub(s.leased) < keepTerm/4 {
		return nil
	}
	term, err := s.Store.AcquireLease(ctx, keepLease, s.Holder, now, now.Add(keepTerm))
	switch {
	case err != nil:
		return err
	case term == 0:
		return errElsewhere
	}
	s.leased = now
	return nil
}

func (s *sweep) release() {
	if s.leased.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := s.Store.ReleaseLease(ctx, keepLease, s.Holder); err != nil {
		s.Log.Warn("keeping lease not given back", "err", err)
	}
}
