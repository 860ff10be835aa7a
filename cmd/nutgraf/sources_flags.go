package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// wishFlags say how a feed is to be read.
type wishFlags struct {
	Interval     string   `help:"Pause between two readings, 5m to 24h; auto: the feed's own rhythm." placeholder:"TIME" once:""`
	User         *string  `help:"User name for the server; an empty one takes name and password away." placeholder:"NAME" once:""`
	Password     *string  `help:"Password for the server. Better in a file, or with --user in the environment as NUTGRAF_FEED_PASSWORD." placeholder:"WORD" once:""`
	PasswordFile string   `help:"Read the password from this file." type:"path" placeholder:"FILE" once:""`
	Header       []string `help:"Send this header, \"Name: value\", with every call; \"Name:\" takes it away. May be repeated." sep:"none" placeholder:"LINE" once:""`
	Reading      string   `help:"Where its articles are read: on the page each links to, or in the feed alone." enum:",page,feed" default:"" placeholder:"page|feed" once:""`
	Item         *string  `help:"CSS selector of one article, on a page that lists them. An empty one is found by itself; so with the others." placeholder:"CSS" once:""`
	Link         *string  `help:"Of its link, within the item." placeholder:"CSS" once:""`
	Title        *string  `help:"Of its headline, likewise." placeholder:"CSS" once:""`
	Date         *string  `help:"Of its date, likewise." placeholder:"CSS" once:""`
	Summary      *string  `help:"Of its summary, likewise." placeholder:"CSS" once:""`
	Image        *string  `help:"Of its picture, likewise." placeholder:"CSS" once:""`
}

// apply makes of a wish what the flags say.
func (w *wishFlags) apply(wish *news.FeedWish, password *string) error {
	switch w.Interval {
	case "":
	case "auto":
		wish.Interval = 0
	default:
		d, err := time.ParseDuration(w.Interval)
		if err != nil || d <= 0 {
			return fmt.Errorf("--interval %q: want a time from 5m to 24h such as 30m or 2h, or auto: %w", w.Interval, news.ErrInvalid)
		}
		wish.Interval = d
	}
	if w.User != nil {
		wish.User = *w.User
	}
	if password != nil {
		wish.Password = *password
	}
	if w.Reading != "" {
		wish.Reading = news.Reading(unless(w.Reading, "page"))
	}
	for to, value := range map[*string]*string{
		&wish.Selectors.Item: w.Item, &wish.Selectors.Link: w.Link, &wish.Selectors.Title: w.Title,
		&wish.Selectors.Date: w.Date, &wish.Selectors.Summary: w.Summary, &wish.Selectors.Image: w.Image,
	} {
		if value != nil {
			*to = strings.TrimSpace(*value)
		}
	}
	var err error
	if wish.Headers, err = headers(wish.Headers, w.Header); err != nil {
		return err
	}
	return wish.Validate()
}

// headers sets and takes away headers; the names' case does not count.
func headers(old []news.Header, lines []string) ([]news.Header, error) {
	kept := slices.Clone(old)
	for _, line := range lines {
		name, value, found := strings.Cut(line, ":")
		h := fetch.Header{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)}
		if !found {
			return nil, fmt.Errorf("--header %q: want \"Name: value\", or \"Name:\" to take it away: %w", h.Name, news.ErrInvalid)
		}
		if err := h.Validate(); err != nil {
			return nil, fmt.Errorf("--header %q: %w: %w", h.Name, err, news.ErrInvalid)
		}
		kept = slices.DeleteFunc(kept, func(o news.Header) bool { return strings.EqualFold(o.Name, h.Name) })
		if h.Value != "" {
			kept = append(kept, news.Header(h))
		}
	}
	return kept, nil
}

// sourceFlags say what is known of a source.
type sourceFlags struct {
	Section *string  `help:"Shelve what it publishes here, such as science; none: as each article says." placeholder:"NAME" once:""`
	Weight  *float64 `help:"Of its voice in ranking; 1 is usual." placeholder:"NUMBER" once:""`
	Licence *string  `help:"What may be shown of its work: headline, excerpt, excerpt+images, text (all of it, without images), full; none: as everywhere." placeholder:"NAME" once:""`
	Name    *string  `help:"Name of the source." placeholder:"NAME" once:""`
	Country *string  `help:"Its country, such as FR; none: unknown." placeholder:"CODE" once:""`
	Keep    *string  `help:"Keep the texts of its articles for this time, such as 90d or 2y, or forever; none: as everywhere." placeholder:"AGE" once:""`
}

// apply makes of a source what the flags say, but for the section: that is set where it was named.
func (c *sourceFlags) apply(o *news.Source) (err error) {
	if c.Keep != nil {
		if o.Keep = 0; *c.Keep != "none" {
			o.Keep, err = news.ParseAge(*c.Keep)
		}
		if o.Keep != 0 && o.Keep < news.MinTextAge {
			err = fmt.Errorf("the youngest %s stay in any case: %w", news.MinTextAge, news.ErrInvalid)
		}
		if err != nil {
			return fmt.Errorf("--keep %w", err)
		}
	}
	if c.Weight != nil {
		o.Weight = *c.Weight
	}
	if c.Licence != nil {
		o.Licence = news.Licence(unless(*c.Licence, "none"))
	}
	if c.Name != nil {
		o.Name = strings.TrimSpace(*c.Name)
	}
	if c.Country != nil {
		o.Country = strings.ToUpper(unless(*c.Country, "none"))
	}
	return nil
}

// pageFlags say how pages are read: CSS selectors that win over the automatic way.
type pageFlags struct {
	Body      *string `help:"CSS selector of an article's text on its page: all in it is the article's, and no other. An empty one is found by itself; so with the others." placeholder:"CSS" once:""`
	Drop      *string `help:"Of what on an article's page is never part of it, such as \".newsletter, .ad\"." placeholder:"CSS" once:""`
	Headline  *string `help:"Of an article's headline on its page." placeholder:"CSS" once:""`
	Byline    *string `help:"Of its authors, likewise." placeholder:"CSS" once:""`
	Published *string `help:"Of its date of publication, likewise." placeholder:"CSS" once:""`
	Picture   *string `help:"Of its lead picture, likewise." placeholder:"CSS" once:""`
}

// apply makes of rules what the flags say.
func (f *pageFlags) apply(r *news.PageRules) error {
	for to, value := range map[*string]*string{
		&r.Body: f.Body, &r.Drop: f.Drop, &r.Headline: f.Headline, &r.Byline: f.Byline, &r.Date: f.Published, &r.Image: f.Picture,
	} {
		if value != nil {
			*to = strings.TrimSpace(*value)
		}
	}
	return extract.CheckRules(*r)
}

func factsOfRules(r news.PageRules) (facts []setting) {
	for _, rule := range r.Named() {
		facts = append(facts, setting{"pages: " + rule.Name, rule.Selector})
	}
	return facts
}

// setting is one thing that can be set, in words. Secrets are not in them.
type setting struct{ name, value string }

func factsOfSource(o news.Source) []setting {
	return []setting{{"name", o.Name}, {"country", o.Country}, {"section", string(o.Section)}, {"weight", fmt.Sprint(o.Weight)}, {"licence", string(o.Licence)}, {"texts kept", o.Keep.String()}}
}

func factsOfFeed(f news.Feed) []setting {
	w := f.Wish
	interval, state := "its own rhythm", "followed"
	if w.Interval > 0 {
		interval = news.Span(w.Interval).String()
	}
	if f.Stopped {
		state = "paused"
	}
	facts := []setting{
		{"address", f.URL}, {"read as", string(f.Kind)}, {"state", state}, {"interval", interval}, {"section", string(f.Section)},
		{"user", w.User}, {"password", secret(w.Password)}, {"reading", string(w.Reading)},
		{"item", w.Selectors.Item}, {"link", w.Selectors.Link}, {"title", w.Selectors.Title}, {"date", w.Selectors.Date},
		{"summary", w.Selectors.Summary}, {"image", w.Selectors.Image},
	}
	for _, h := range w.Headers {
		facts = append(facts, setting{"header " + h.Name, secret(h.Value)})
	}
	return facts
}

// secret tells that something is there, and whether it changed, and nothing else.
func secret(s string) string {
	if s == "" {
		return ""
	}
	return "(kept to itself)\x00" + s // what follows is compared, and not printed
}

// tell prints what changed, and returns how much.
func tell(s *session, what string, before, after []setting) int {
	was := map[string]string{}
	for _, fact := range before {
		was[fact.name] = fact.value
	}
	changed := 0
	say := func(name, from, to string) {
		shown := func(value string) string {
			value, _, _ = strings.Cut(value, "\x00")
			if value == "" {
				return "none"
			}
			return printable(value)
		}
		changed++
		fmt.Fprintf(s.out, "%s: %s: %s → %s\n", what, name, shown(from), shown(to))
	}
	for _, fact := range after {
		if was[fact.name] != fact.value {
			say(fact.name, was[fact.name], fact.value)
		}
		delete(was, fact.name)
	}
	for _, fact := range before { // headers that are gone
		if old, left := was[fact.name]; left && old != "" {
			say(fact.name, old, "")
		}
	}
	return changed
}
