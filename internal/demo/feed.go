package demo

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html/template"
	"net/http"
	"strings"
	texttemplate "text/template"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// feedType is the media type of the outlet's feed.
func (o Outlet) feedType() string {
	switch o.Feed {
	case "atom":
		return "application/atom+xml"
	case "json":
		return "application/feed+json"
	case "rdf":
		return "application/rdf+xml"
	}
	return "application/rss+xml"
}

// feed serves an outlet's feed in its format.
func (p *Press) feed(w http.ResponseWriter, r *http.Request, o Outlet, port string) {
	v := p.view(Item{Language: o.Language}, o, port)
	v.Latest = p.views(p.of(o.ID), o, port)
	b, err := p.writeFeed(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	contentType := o.feedType()
	if o.Feed != "rss-latin1" { // that one leaves it to the XML declaration
		contentType += "; charset=utf-8"
	}
	send(w, r, contentType, 5*time.Minute, changed(v.Latest), b)
}

func (p *Press) writeFeed(v view) ([]byte, error) {
	name := "rss.xml"
	switch v.At.Feed {
	case "json":
		return jsonFeed(v)
	case "atom", "rdf":
		name = v.At.Feed + ".xml"
	}
	var b bytes.Buffer
	if err := p.feeds.ExecuteTemplate(&b, name, v); err != nil {
		return nil, err
	}
	switch v.At.Feed {
	case "rss-broken":
		return spoil(b.Bytes()), nil
	case "rss-latin1":
		return latin1(b.Bytes())
	}
	return b.Bytes(), nil
}

// spoil makes a feed ill-formed in the usual ways: bare ampersands, an entity that XML does not know, no end.
func spoil(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("&amp;"), []byte("&"))
	b = bytes.Replace(b, []byte("</description>"), []byte("&nbsp;</description>"), 1)
	end := bytes.LastIndex(b, []byte("</channel>"))
	return b[:max(end, 0)]
}

// latin1 encodes a feed in windows-1252; what that lacks becomes a character reference.
func latin1(b []byte) ([]byte, error) {
	b = bytes.Replace(b, []byte(`encoding="utf-8"`), []byte(`encoding="windows-1252"`), 1)
	return encoding.HTMLEscapeUnsupported(charmap.Windows1252.NewEncoder()).Bytes(b)
}

// Full reports whether the feed carries whole texts.
func (v view) Full() bool {
	return v.At.Feed == "rss-full" || v.At.Feed == "rss-latin1"
}

// HTML is the body as feeds carry it.
func (v view) HTML() string {
	var b strings.Builder
	if v.Image != "" {
		b.WriteString(`<p><img src="` + template.HTMLEscapeString(v.ImageURL()) + `" alt=""></p>` + "\n")
	}
	for _, block := range v.Blocks {
		tag := map[string]string{"heading": "h2", "quote": "blockquote", "list_item": "li", "pull_quote": "aside", "timestamp": "h3"}[string(block.Role)]
		tag = or(tag, "p")
		b.WriteString("<" + tag + ">" + template.HTMLEscapeString(block.Text) + "</" + tag + ">\n")
	}
	return b.String()
}

// Teaser is the summary, or the first paragraph of who wrote none.
func (v view) Teaser() string {
	switch {
	case v.Summary != "":
		return v.Summary
	case len(v.Blocks) > 0:
		return v.Blocks[0].Text
	}
	return v.Headline
}

// feedFuncs are the functions of the XML templates.
func feedFuncs() texttemplate.FuncMap {
	return texttemplate.FuncMap{
		"iso": func(t time.Time) string { return t.Format(time.RFC3339) },
		"rfc": func(t time.Time) string { return t.Format(time.RFC1123Z) },
		"x": func(s string) (string, error) {
			var b strings.Builder
			err := xml.EscapeText(&b, []byte(s))
			return b.String(), err
		},
	}
}

// jsonFeed writes JSON Feed 1.1.
func jsonFeed(v view) ([]byte, error) {
	type author struct {
		Name string `json:"name"`
	}
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Content   string   `json:"content_html,omitempty"`
		Summary   string   `json:"summary,omitempty"`
		Image     string   `json:"image,omitempty"`
		Published string   `json:"date_published"`
		Modified  string   `json:"date_modified,omitempty"`
		Authors   []author `json:"authors,omitempty"`
		Tags      []string `json:"tags,omitempty"`
	}
	items := make([]item, 0, len(v.Latest))
	for _, l := range v.Latest {
		i := item{
			ID: l.URL(), URL: l.URL(), Title: l.Headline, Summary: l.Teaser(), Image: l.ImageURL(),
			Published: l.PublishedAt.Format(time.RFC3339), Tags: l.Tags,
		}
		if l.Section != "" {
			i.Tags = append([]string{string(l.Section)}, l.Tags...)
		}
		if l.Changed() {
			i.Modified = l.UpdatedAt.Format(time.RFC3339)
		}
		if l.At.Licence == "full" {
			i.Content = l.HTML()
		}
		for _, name := range l.Authors {
			i.Authors = append(i.Authors, author{name})
		}
		items = append(items, i)
	}
	return json.MarshalIndent(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": v.At.Name, "description": v.At.Motto, "home_page_url": v.Base + "/",
		"feed_url": v.FeedURL(), "language": v.At.Language, "items": items,
	}, "", " ")
}
