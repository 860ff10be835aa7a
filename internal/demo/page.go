package demo

import (
	"bytes"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"nutgraf/internal/news"
)

// view is what the templates of pages and feeds see: an outlet's item, with the address that the reader came by.
type view struct {
	Item
	At     Outlet
	Base   string // scheme, host and port of the outlet
	Latest []view // of a front page, a rail, a feed
	Stack  []view // of an aggregator's page
	now    time.Time
}

func (v view) URL() string      { return v.Base + v.Path }
func (v view) FeedURL() string  { return v.Base + v.At.FeedPath() }
func (v view) Now() time.Time   { return v.now.In(v.At.zone) }
func (v view) AudioURL() string { return v.Base + "/media/" + v.Slug + ".wav" }
func (v view) Seconds() int     { return int(v.Length.Seconds()) }
func (v view) Day() string      { return longDate(v.PublishedAt, v.Language) }
func (v view) Changed() bool    { return !v.UpdatedAt.IsZero() }
func (v view) ChangedAt() time.Time {
	return v.changedAt()
}

// AudioBytes is the length of the sound, as enclosures want it.
func (v view) AudioBytes() int { return len(tone(v.ID())) }

// Clock is the length of the media as players show it: minutes and seconds.
func (v view) Clock() string {
	s := v.Seconds()
	return strconv.Itoa(s/60) + ":" + strconv.Itoa(s/10%6) + strconv.Itoa(s%10)
}

func (v view) ImageURL() string {
	if v.Image == "" {
		return ""
	}
	return v.Base + "/pictures/" + v.Image + ".jpg"
}

// Dir is the writing direction.
func (v view) Dir() string {
	if v.At.Language == "ar" {
		return "rtl"
	}
	return "ltr"
}

// T is a word of the page's furniture.
func (v view) T(key string) string { return label(v.At.Language, key) }

// FeedType is the media type of the outlet's feed.
func (v view) FeedType() string { return v.At.feedType() }

// LD is the page's metadata as schema.org says it, for the themes that tell them so.
func (v view) LD() map[string]any {
	kind := map[news.Kind]string{
		news.KindOpinion: "OpinionNewsArticle", news.KindReview: "ReviewNewsArticle", news.KindLive: "LiveBlogPosting",
		news.KindAudio: "PodcastEpisode", news.KindVideo: "VideoObject",
	}[v.Kind]
	authors := make([]map[string]any, 0, len(v.Authors))
	for _, name := range v.Authors {
		authors = append(authors, map[string]any{"@type": "Person", "name": name})
	}
	out := map[string]any{
		"@context": "https://schema.org", "@type": or(kind, "NewsArticle"), "headline": v.Headline, "name": v.Headline,
		"url": v.URL(), "mainEntityOfPage": v.URL(), "inLanguage": v.Language, "articleSection": string(v.Section),
		"datePublished": v.PublishedAt.UTC().Format(time.RFC3339), "dateModified": v.changedAt().UTC().Format(time.RFC3339),
		"publisher": map[string]any{"@type": "NewsMediaOrganization", "name": v.At.Name, "url": v.Base + "/"},
	}
	if len(authors) > 0 {
		out["author"] = authors
	}
	if v.Summary != "" {
		out["description"] = v.Summary
	}
	if v.Image != "" {
		out["image"] = map[string]any{"@type": "ImageObject", "url": v.ImageURL(), "width": pictureWidth, "height": pictureHeight, "caption": v.Caption}
	}
	if v.Truncated {
		out["isAccessibleForFree"] = false
	}
	return out
}

// pageFuncs are the functions of the HTML templates.
func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"iso":   func(t time.Time) string { return t.Format(time.RFC3339) },
		"at":    func(layout string, t time.Time) string { return t.Format(layout) },
		"day":   longDate,
		"third": func(n int) bool { return n%3 == 2 },
		"first": func(n int, all []view) []view { return all[:min(n, len(all))] },
	}
}

// view makes the view of an item of an outlet.
func (p *Press) view(item Item, o Outlet, port string) view {
	return view{Item: item, At: o, Base: base(o.ID, port), now: p.clock()}
}

// views makes the views of items of one outlet.
func (p *Press) views(items []Item, o Outlet, port string) []view {
	out := make([]view, 0, len(items))
	for _, item := range items {
		out = append(out, p.view(item, o, port))
	}
	return out
}

// stack lists the items that an aggregator's page is made of.
func (p *Press) stack(item Item) []Item {
	var out []Item
	for _, id := range item.Stacked {
		out = append(out, p.items[p.byID[id]])
	}
	return out
}

// related lists what a page links to: its thread first, then its section.
func (p *Press) related(item Item, o Outlet) []Item {
	var thread, section []Item
	for _, other := range p.of(o.ID) {
		switch {
		case other.Slug == item.Slug || other.PublishedAt.After(item.PublishedAt.Add(24*time.Hour)):
		case item.Thread != "" && other.Thread == item.Thread:
			thread = append(thread, other)
		case other.Section == item.Section:
			section = append(section, other)
		}
	}
	all := append(thread, section...)
	return all[:min(4, len(all))]
}

// theme picks the template of an item's page: the form of the item before the outlet's own.
func theme(item Item, o Outlet) string {
	switch {
	case len(item.Stacked) > 0:
		return "stack"
	case item.Kind == news.KindLive:
		return "live"
	case item.Kind == news.KindAudio:
		return "podcast"
	case item.Kind == news.KindVideo:
		return "video"
	}
	return o.Theme
}

// article serves an item's page.
func (p *Press) article(w http.ResponseWriter, r *http.Request, o Outlet, item Item, port string) {
	v := p.view(item, o, port)
	v.Latest = p.views(p.related(item, o), o, port)
	v.Stack = p.views(p.stack(item), o, port) // as if they were the aggregator's own
	if item.slow > 0 {
		select {
		case <-time.After(item.slow):
		case <-r.Context().Done():
			return
		}
	}
	p.page(w, r, theme(item, o), item.changedAt(), v)
}

// front serves an outlet's front page.
func (p *Press) front(w http.ResponseWriter, r *http.Request, o Outlet, port string) {
	v := p.view(Item{Language: o.Language}, o, port)
	v.Latest = p.views(p.of(o.ID), o, port)
	p.page(w, r, "front", changed(v.Latest), v)
}

// index lists the outlets.
func (p *Press) index(w http.ResponseWriter, r *http.Request, port string) {
	var v view
	for _, o := range p.outlets {
		v.Latest = append(v.Latest, p.view(Item{}, o, port))
	}
	p.page(w, r, "index", time.Time{}, v)
}

// changed is when the newest of the views changed.
func changed(all []view) time.Time {
	var newest time.Time
	for _, v := range all {
		if at := v.changedAt(); at.After(newest) {
			newest = at
		}
	}
	return newest
}

func (p *Press) page(w http.ResponseWriter, r *http.Request, name string, at time.Time, v view) {
	var b bytes.Buffer
	if err := p.pages.ExecuteTemplate(&b, name+".html", v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, r, "text/html; charset=utf-8", time.Minute, at, b.Bytes())
}
