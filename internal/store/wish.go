package store

import (
	"encoding/json"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// wishShape is how what an operator asks for is stored.
type wishShape struct {
	Interval  time.Duration  `json:"interval,omitempty"` // nanoseconds
	User      string         `json:"user,omitempty"`
	Password  string         `json:"password,omitempty"`
	Headers   []headerShape  `json:"headers,omitempty"`
	Reading   news.Reading   `json:"reading,omitempty"`
	Selectors *selectorShape `json:"selectors,omitempty"`
}

type headerShape struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type selectorShape struct {
	Item    string `json:"item,omitempty"`
	Link    string `json:"link,omitempty"`
	Title   string `json:"title,omitempty"`
	Date    string `json:"date,omitempty"`
	Summary string `json:"summary,omitempty"`
	Image   string `json:"image,omitempty"`
}

func packWish(w news.FeedWish) string {
	shape := wishShape{Interval: w.Interval, User: w.User, Password: w.Password, Reading: w.Reading}
	for _, h := range w.Headers {
		shape.Headers = append(shape.Headers, headerShape(h))
	}
	if !w.Selectors.Empty() {
		selectors := selectorShape(w.Selectors)
		shape.Selectors = &selectors
	}
	return object(shape)
}

func unpackWish(s string, f *news.Feed) error {
	if s == "" {
		return nil
	}
	var shape wishShape
	if err := json.Unmarshal([]byte(s), &shape); err != nil {
		return fmt.Errorf("what is asked for of feed %d: %w", f.ID, err)
	}
	f.Wish = news.FeedWish{Interval: shape.Interval, User: shape.User, Password: shape.Password, Reading: shape.Reading}
	for _, h := range shape.Headers {
		f.Wish.Headers = append(f.Wish.Headers, news.Header(h))
	}
	if shape.Selectors != nil {
		f.Wish.Selectors = news.Selectors(*shape.Selectors)
	}
	return nil
}

// healthShape is how a feed's health is stored, with what else of its polling no query asks for. Times are
// microseconds as in columns, durations nanoseconds.
type healthShape struct {
	Asked       time.Duration `json:"asked,omitempty"`
	QuietHours  uint32        `json:"quiet_hours,omitempty"`
	QuietDays   uint8         `json:"quiet_days,omitempty"`
	MovingTo    string        `json:"moving_to,omitempty"`
	MovingSince int64         `json:"moving_since,omitempty"`
	MovingTold  bool          `json:"moving_told,omitempty"` // by the feed itself
	Polls       int64         `json:"polls,omitempty"`
	Unchanged   int64         `json:"unchanged,omitempty"`
	Failed      int64         `json:"failed,omitempty"`
	Bytes       int64         `json:"bytes,omitempty"`
	NewestAt    int64         `json:"newest_at,omitempty"`
	Rhythm      time.Duration `json:"rhythm,omitempty"`
	MovedFrom   string        `json:"moved_from,omitempty"`
	MovedAt     int64         `json:"moved_at,omitempty"`
	Diagnosis   string        `json:"diagnosis,omitempty"`
	LastEntries int           `json:"last_entries,omitempty"`
	Changes     []changeShape `json:"changes,omitempty"`
	ShrunkAt    int64         `json:"shrunk_at,omitempty"`
}

type changeShape struct {
	State news.FeedState `json:"state"`
	At    int64          `json:"at"`
	Says  string         `json:"says,omitempty"`
}

func packHealth(f news.Feed) string {
	h := f.Health
	shape := healthShape{
		Asked: f.Asked, QuietHours: f.Quiet.Hours, QuietDays: f.Quiet.Days,
		MovingTo: address(f.Moving.To), MovingSince: micros(f.Moving.Since), MovingTold: f.Moving.Announced,
		Polls: h.Polls, Unchanged: h.Unchanged, Failed: h.Failed, Bytes: h.Bytes, NewestAt: micros(h.NewestAt), Rhythm: h.Rhythm,
		MovedFrom: address(h.MovedFrom), MovedAt: micros(h.MovedAt), Diagnosis: clip(h.Diagnosis, maxName), LastEntries: h.LastEntries, ShrunkAt: micros(h.ShrunkAt),
	}
	for _, c := range h.Changes {
		shape.Changes = append(shape.Changes, changeShape{c.State, micros(c.At), clip(c.Says, maxName)})
	}
	return object(shape)
}

func unpackHealth(s string, f *news.Feed) error {
	if s == "" {
		return nil
	}
	var h healthShape
	if err := json.Unmarshal([]byte(s), &h); err != nil {
		return fmt.Errorf("health of feed %d: %w", f.ID, err)
	}
	f.Asked, f.Quiet = h.Asked, news.Quiet{Hours: h.QuietHours, Days: h.QuietDays}
	f.Moving = news.Move{To: h.MovingTo, Since: fromMicros(h.MovingSince), Announced: h.MovingTold}
	f.Health = news.Health{
		Polls: h.Polls, Unchanged: h.Unchanged, Failed: h.Failed, Bytes: h.Bytes, NewestAt: fromMicros(h.NewestAt), Rhythm: h.Rhythm,
		MovedFrom: h.MovedFrom, MovedAt: fromMicros(h.MovedAt), Diagnosis: h.Diagnosis, LastEntries: h.LastEntries, ShrunkAt: fromMicros(h.ShrunkAt),
	}
	for _, c := range h.Changes {
		f.Health.Changes = append(f.Health.Changes, news.Change{State: c.State, At: fromMicros(c.At), Says: c.Says})
	}
	return nil
}

// object is a small value as JSON; "" when it says nothing.
func object(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: %T as JSON: %v", v, err)) // cannot fail
	}
	if string(b) == "{}" {
		return ""
	}
	return clean(string(b))
}
