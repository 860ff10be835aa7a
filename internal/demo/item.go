package demo

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Item is one article of the press, as its page should be understood: the gold for tests.
type Item struct {
	Outlet      string // an [Outlet]'s ID
	Slug        string
	Path        string // on its outlet's site
	Headline    string
	Authors     []string
	PublishedAt time.Time
	UpdatedAt   time.Time // zero when never changed
	Section     news.Section
	Kind        news.Kind
	Language    string
	Summary     string
	Dateline    string
	Tags        []string
	Blocks      []news.Block // as its page shows them: shortened, or cut at the paywall
	Truncated   bool         // a paywall cut it
	Correction  string
	Bio         string
	Produced    string // who made a programme
	Image       string // name of a picture; empty when it has none
	Caption     string
	Credit      string
	Media       string        // "audio", "video" or empty
	Length      time.Duration // of the media

	Event   string   // items with the same event are one story; its own ID when nobody else reports it
	Thread  string   // events that follow each other over weeks; may be empty
	Copies  string   // ID of the item whose text it carries; may be empty
	Stacked []string // IDs of the items that this aggregator's page stacks; it has no text of its own then

	pattern string // of the outlet's paths
	shorten int
	paywall int
	slow    time.Duration
}

// ID is "outlet/slug".
func (i Item) ID() string { return i.Outlet + "/" + i.Slug }

// URL is the item's address when the press is served on port.
func (i Item) URL(port int) string { return base(i.Outlet, portText(port)) + i.Path }

// Text is the body as the page shows it, paragraphs joined by a blank line.
func (i Item) Text() string {
	a := news.Article{Blocks: i.Blocks}
	return a.Text()
}

// changedAt is the last time that the page changed.
func (i Item) changedAt() time.Time {
	if i.UpdatedAt.IsZero() {
		return i.PublishedAt
	}
	return i.UpdatedAt
}

// itemKeys are the keys of an article's file.
const itemKeys = "outlet slug headline ago updated author section kind language event thread copies shorten image caption " +
	"credit enclosure produced dateline summary paywall correction bio tags stacked slow"

// readItems reads every article and fills the copies from their originals. Newest first; ties by ID.
func readItems(files fs.FS, outlets []Outlet, now time.Time) ([]Item, error) {
	names, err := fs.Glob(files, "press/articles/*.txt")
	if err != nil {
		return nil, err
	}
	byID := map[string]Item{}
	for _, name := range names {
		doc, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		item, err := readItem(string(doc), outlets, now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
		if _, twice := byID[item.ID()]; twice {
			return nil, fmt.Errorf("%s: %s is there already: %w", path.Base(name), item.ID(), news.ErrConflict)
		}
		byID[item.ID()] = item
	}
	out := make([]Item, 0, len(byID))
	for _, item := range byID {
		if item, err = finish(item, byID); err != nil {
			return nil, fmt.Errorf("article %s: %w", item.ID(), err)
		}
		out = append(out, item)
	}
	slices.SortFunc(out, func(a, b Item) int {
		if c := b.PublishedAt.Compare(a.PublishedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID(), b.ID())
	})
	return out, nil
}

func readItem(doc string, outlets []Outlet, now time.Time) (Item, error) {
	f, body, err := fields(strings.ReplaceAll(doc, "\r\n", "\n"), itemKeys)
	if err != nil {
		return Item{}, err
	}
	at := slices.IndexFunc(outlets, func(o Outlet) bool { return o.ID == f["outlet"] })
	if at < 0 {
		return Item{}, fmt.Errorf("outlet %q: %w", f["outlet"], news.ErrNotFound)
	}
	o := outlets[at]
	item := Item{
		Outlet: o.ID, Slug: f["slug"], Headline: f["headline"], Authors: list(f["author"]), Language: or(f["language"], o.Language),
		Section: news.Section(or(f["section"], string(o.Section))), Kind: news.Kind(or(f["kind"], string(news.KindReport))),
		Summary: f["summary"], Dateline: f["dateline"], Tags: list(f["tags"]), Correction: f["correction"], Bio: f["bio"],
		Produced: f["produced"], Image: f["image"], Caption: f["caption"], Credit: f["credit"],
		Event: f["event"], Thread: f["thread"], Copies: f["copies"], Stacked: list(f["stacked"]),
	}
	if err := item.times(f, now, o.zone); err != nil {
		return Item{}, err
	}
	if err := item.numbers(f); err != nil {
		return Item{}, err
	}
	item.pattern = o.path
	if item.Blocks, err = blocks(body, now, o.zone); err != nil {
		return Item{}, err
	}
	item.dates()
	if item.Dateline != "" && len(item.Blocks) > 0 {
		item.Blocks[0].Text = item.Dateline + " — " + item.Blocks[0].Text
	}
	return item, item.validate()
}

func (i *Item) times(f map[string]string, now time.Time, zone *time.Location) error {
	ago, err := age(f["ago"])
	if err != nil {
		return err
	}
	i.PublishedAt = now.Add(-ago).In(zone)
	if f["updated"] != "" {
		if ago, err = age(f["updated"]); err != nil {
			return err
		}
		i.UpdatedAt = now.Add(-ago).In(zone)
	}
	if f["slow"] != "" {
		i.slow, err = time.ParseDuration(f["slow"])
	}
	return err
}

func (i *Item) numbers(f map[string]string) (err error) {
	if f["shorten"] != "" {
		if i.shorten, err = strconv.Atoi(f["shorten"]); err != nil {
			return err
		}
	}
	if f["paywall"] != "" {
		if i.paywall, err = strconv.Atoi(f["paywall"]); err != nil {
			return err
		}
	}
	if media := strings.Fields(f["enclosure"]); len(media) == 2 {
		i.Media = media[0]
		i.Length, err = time.ParseDuration(media[1])
	}
	return err
}

// path fills the pattern of the outlet's paths.
func (i Item) path() string {
	sum := fnv.New32a()
	sum.Write([]byte(i.ID()))
	day := i.PublishedAt
	return strings.NewReplacer(
		"{slug}", i.Slug, "{section}", or(string(i.Section), "news"), "{number}", strconv.Itoa(100000+int(sum.Sum32()%900000)),
		"{yyyy}", day.Format("2006"), "{mm}", day.Format("01"), "{dd}", day.Format("02"),
	).Replace(i.pattern)
}

func (i *Item) validate() error {
	switch {
	case i.Slug == "" || strings.ContainsAny(i.Slug, " /?#%"):
		return fmt.Errorf("slug %q: %w", i.Slug, news.ErrInvalid)
	case !i.Section.Valid():
		return fmt.Errorf("section %q: %w", i.Section, news.ErrInvalid)
	case !slices.Contains(kinds(), i.Kind):
		return fmt.Errorf("kind %q: %w", i.Kind, news.ErrInvalid)
	case i.Media != "" && i.Media != "audio" && i.Media != "video":
		return fmt.Errorf("enclosure %q: %w", i.Media, news.ErrInvalid)
	case (i.Copies != "" || len(i.Stacked) > 0) != (len(i.Blocks) == 0):
		return fmt.Errorf("want a body, or copies, or stacked: %w", news.ErrInvalid)
	}
	return nil
}

// kinds lists the kinds that the press publishes.
func kinds() []news.Kind {
	return []news.Kind{
		news.KindReport, news.KindOpinion, news.KindLive, news.KindVideo, news.KindAudio, news.KindGallery, news.KindReview, news.KindRelease,
	}
}

// finish takes a copy's text from its original and cuts what a paywall hides.
func finish(i Item, byID map[string]Item) (Item, error) {
	if i.Copies != "" {
		from, found := byID[i.Copies]
		if !found || from.Copies != "" {
			return i, fmt.Errorf("copies %q: %w", i.Copies, news.ErrNotFound)
		}
		i = i.take(from)
	}
	for _, id := range i.Stacked {
		if part, found := byID[id]; !found || part.Copies != "" || len(part.Stacked) > 0 {
			return i, fmt.Errorf("stacked %q: want an article with a body: %w", id, news.ErrNotFound)
		}
	}
	if n := i.paywall; n > 0 && n < len(i.Blocks) {
		i.Blocks, i.Truncated = slices.Clone(i.Blocks[:n]), true
	}
	if i.Event == "" && len(i.Stacked) == 0 {
		i.Event = i.ID()
	}
	if i.Headline == "" && len(i.Stacked) > 0 {
		i.Headline = byID[i.Stacked[0]].Headline
	}
	if i.Headline == "" {
		return i, fmt.Errorf("no headline: %w", news.ErrInvalid)
	}
	i.Path = i.path()
	return i, nil
}

// take fills a copy with what it does not say itself.
func (i Item) take(from Item) Item {
	i.Blocks = from.Blocks
	if i.shorten > 0 && i.shorten < len(i.Blocks) {
		i.Blocks = slices.Clone(i.Blocks[:i.shorten])
	}
	i.Headline, i.Event, i.Thread = or(i.Headline, from.Headline), or(i.Event, from.Event), or(i.Thread, from.Thread)
	i.Dateline = from.Dateline
	if len(i.Authors) == 0 {
		i.Authors = from.Authors
	}
	if i.Section == "" {
		i.Section = from.Section
	}
	return i
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
