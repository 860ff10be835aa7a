package feed_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<rss version="2.0"><channel><title>T</title><item><title>A &amp; b</title><link>/x</link><pubDate>Tue, 3 Feb 2026 10:00:00 +0100</pubDate></item></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<br/></div></content></entry></feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="x"><title><![CDATA[a]]></title></item></rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<img src=a>","attachments":[{"url":"/a","duration_in_seconds":5}]}]}`,
		"<!DOCTYPE a [<!ENTITY b \"c\">]><rss><item><title>&b;&#146;&nbsp;</title>", "\xff\xfe<\x00r\x00",
		`<rss><channel><podcast:person href="/a">A</podcast:person><cc:license rdf:resource="/l"/><item><itunes:duration>1:2:3</itunes:duration><podcast:transcript url="/t"/>` +
			`<podcast:person role="x">B</podcast:person><podcast:chapters url="c"/><source url="/s">S</source><comments>c</comments></item>`,
		`<rss><item><georss:polygon>1 2 3 4 5 6 1 2</georss:polygon></item><item><geo:lat>1</geo:lat><geo:long>2</geo:long></item><item><podcast:location geo="geo:1,2">x</podcast:location></item>`,
		`<feed xml:lang="en" xml:base="http://a.example/ä/"><entry><link rel="replies" thr:count="2" href="b"/><thr:in-reply-to ref="c"/><published>2026-W06-2T1:2:3Z</published><summary type="html">&lt;a href=b&gt;</summary></entry>`,
		`<rss><item><pubDate>2004년 05월 28일  오후 11:31:25</pubDate><media:group><media:content url="/v.mp4" duration="3"/></media:group><description><![CDATA[<a href="b" =c href='d'>]]></description></item>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		at := feed.Context{URL: "https://site.example/feed", Now: time.Unix(1.8e9, 0)}
		doc, err := feed.Parse(b, at)
		if (doc == nil) == (err == nil) {
			t.Fatalf("got document %v and error %v", doc, err)
		}
		feed.ReadOPML(b)
		if doc == nil {
			return
		}
		if again, _ := feed.Parse(b, at); !reflect.DeepEqual(doc, again) {
			t.Errorf("two readings differ: %s", cmp.Diff(doc, again))
		}
		size := textSize(t, reflect.ValueOf(*doc))
		if most := 100*len(b) + 2<<20; size > most {
			t.Errorf("%d bytes became %d", len(b), size)
		}
		soundAddresses(t, doc.Link, doc.Icon, doc.Image, doc.Hub, doc.Self, doc.MovedTo)
		for _, e := range doc.Entries {
			soundEntry(t, &e)
		}
		if _, err := json.Marshal(doc); err != nil {
			t.Error(err)
		}
	})
}

func soundEntry(t *testing.T, e *news.Entry) {
	t.Helper()
	if e.GUID == "" {
		t.Error("an entry without a GUID")
	}
	soundAddresses(t, e.URL, e.Image, e.Comments, e.OriginURL, e.Terms)
	for _, file := range e.Enclosures {
		soundAddresses(t, file.URL)
	}
	if p := e.Place; p != nil && (p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180) {
		t.Errorf("a place at %v", *p)
	}
	for _, at := range []time.Time{e.PublishedAt, e.UpdatedAt} {
		if !at.IsZero() && (at.Year() < 1970 || at.Year() > 2200 || at.Location() != time.UTC) {
			t.Errorf("the time %v", at)
		}
	}
	if e.Replies < 0 {
		t.Errorf("%d replies", e.Replies)
	}
	if e.Episode == nil {
		return
	}
	if e.Episode.Duration < 0 || e.Episode.Season < 0 || e.Episode.Number < 0 {
		t.Errorf("episode %+v", *e.Episode)
	}
	soundAddresses(t, e.Episode.Chapters)
	for _, transcript := range e.Episode.Transcripts {
		soundAddresses(t, transcript.URL)
	}
	for _, person := range e.Episode.People {
		soundAddresses(t, person.URL)
	}
}

func soundAddresses(t *testing.T, addresses ...string) {
	t.Helper()
	for _, address := range addresses {
		if address == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("address %q: %v", address, err)
		}
	}
}

// textSize adds up all texts in a value, and looks that they are UTF-8.
func textSize(t *testing.T, v reflect.Value) (size int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			t.Errorf("not UTF-8: %q", v.String())
		}
		return v.Len()
	case reflect.Slice:
		for _, part := range v.Seq2() {
			size += textSize(t, part)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			size = textSize(t, v.Elem())
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return 0
		}
		for _, part := range v.Fields() {
			size += textSize(t, part)
		}
	}
	return size
}
