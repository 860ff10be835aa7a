package main

import (
	"time"

	"nutgraf/internal/news"
)

// feedHealth is a line of sources --json. Durations are seconds. Passwords and the values of headers are left out.
type feedHealth struct {
	ID        int64   `json:"id,omitempty"`
	Source    string  `json:"source"`
	Host      string  `json:"host"`
	SourceID  int64   `json:"source_id"`
	Articles  int     `json:"articles"`
	Country   string  `json:"country,omitempty"`
	Language  string  `json:"language,omitempty"`
	Licence   string  `json:"licence,omitempty"`
	Keep      string  `json:"keep,omitempty"`
	Weight    float64 `json:"weight"`
	Feed      string  `json:"feed,omitempty"`
	URL       string  `json:"url,omitempty"`
	Kind      string  `json:"kind,omitempty"`
	Section   string  `json:"section,omitempty"`
	State     string  `json:"state,omitempty"`
	Since     string  `json:"since,omitempty"`
	Says      string  `json:"says,omitempty"`
	Cause     string  `json:"cause,omitempty"`
	Do        string  `json:"do,omitempty"`
	Polled    string  `json:"polled,omitempty"`
	Succeeded string  `json:"succeeded,omitempty"`
	NextPoll  string  `json:"next_poll,omitempty"`
	Interval  float64 `json:"interval_seconds,omitempty"`
	Failures  int     `json:"failures,omitempty"`
	Reason    string  `json:"reason,omitempty"`
	Problem   string  `json:"problem,omitempty"`
	Stopped   bool    `json:"stopped,omitempty"`

	Polls     int64   `json:"polls,omitempty"`
	Unchanged int64   `json:"unchanged,omitempty"`
	Failed    int64   `json:"failed,omitempty"`
	Bytes     int64   `json:"bytes,omitempty"`
	Entries   int     `json:"last_entries,omitempty"`
	Newest    string  `json:"newest,omitempty"`
	Rhythm    float64 `json:"rhythm_seconds,omitempty"`
	Silence   float64 `json:"silent_seconds,omitempty"`
	Diagnosis string  `json:"diagnosis,omitempty"`
	MovedFrom string  `json:"moved_from,omitempty"`
	MovedAt   string  `json:"moved_at,omitempty"`
	MovingTo  string  `json:"moving_to,omitempty"`
	Pushed    string  `json:"pushed_until,omitempty"`
	NotPushed string  `json:"not_pushed,omitempty"`

	Wish  *wishFacts `json:"wish,omitempty"`
	Turns []turnFact `json:"turns,omitempty"`

	Drift []driftFact `json:"drift,omitempty"` // of its source's pages, at its first feed
}

type driftFact struct {
	What  string `json:"what"`
	Since string `json:"since"`
	Says  string `json:"says"`
}

type wishFacts struct {
	Interval  float64           `json:"interval_seconds,omitempty"`
	User      string            `json:"user,omitempty"`
	Password  bool              `json:"password,omitempty"`
	Headers   []string          `json:"headers,omitempty"`
	Reading   string            `json:"reading,omitempty"`
	Selectors map[string]string `json:"selectors,omitempty"`
}

type turnFact struct {
	State string `json:"state"`
	At    string `json:"at"`
	Says  string `json:"says,omitempty"`
}

func factsOf(f feedState, now time.Time) feedHealth {
	o, c, h := f.source, f.condition, f.feed.Health
	line := feedHealth{
		ID: int64(f.feed.ID), Source: o.Name, Host: o.Host, SourceID: int64(o.ID), Articles: f.articles, Country: o.Country, Language: o.Language,
		Licence: string(o.Licence), Keep: o.Keep.String(), Weight: o.Weight, Feed: f.feed.Title, URL: f.feed.URL, Kind: string(f.feed.Kind), Section: string(f.feed.Section),
		State: string(c.State), Since: stamp(c.Since), Says: c.Says.String(), Cause: c.Cause, Do: c.Do.String(),
		Polled: stamp(f.feed.PolledAt), Succeeded: stamp(f.feed.SucceededAt), NextPoll: stamp(f.feed.NextPollAt), Interval: f.feed.Interval.Seconds(),
		Failures: f.feed.Failures, Reason: string(f.feed.Reason), Problem: f.feed.Problem, Stopped: f.feed.Stopped,
		Polls: h.Polls, Unchanged: h.Unchanged, Failed: h.Failed, Bytes: h.Bytes, Entries: h.LastEntries, Newest: stamp(h.NewestAt), Rhythm: h.Rhythm.Seconds(),
		Diagnosis: h.Diagnosis, MovedFrom: h.MovedFrom, MovedAt: stamp(h.MovedAt), MovingTo: f.feed.Moving.To, Pushed: stamp(h.HubUntil), NotPushed: h.HubProblem,
		Wish: wishOf(f.feed.Wish),
	}
	if silence, silent := f.feed.Silent(now); silent {
		line.Silence = silence.Round(time.Second).Seconds()
	}
	for _, t := range f.feed.Turns(now) {
		line.Turns = append(line.Turns, turnFact{string(t.State), stamp(t.At), t.Says})
	}
	for _, d := range f.drifts {
		line.Drift = append(line.Drift, driftFact{string(d.What), stamp(d.Since), d.Says().String()})
	}
	return line
}

func wishOf(w news.FeedWish) *wishFacts {
	facts := wishFacts{Interval: w.Interval.Seconds(), User: w.User, Password: w.Password != "", Reading: string(w.Reading)}
	for _, h := range w.Headers {
		facts.Headers = append(facts.Headers, h.Name)
	}
	for name, value := range map[string]string{"item": w.Selectors.Item, "link": w.Selectors.Link, "title": w.Selectors.Title,
		"date": w.Selectors.Date, "summary": w.Selectors.Summary, "image": w.Selectors.Image} {
		if value != "" {
			if facts.Selectors == nil {
				facts.Selectors = map[string]string{}
			}
			facts.Selectors[name] = value
		}
	}
	if facts.Interval == 0 && facts.User == "" && !facts.Password && facts.Headers == nil && facts.Reading == "" && facts.Selectors == nil {
		return nil
	}
	return &facts
}
