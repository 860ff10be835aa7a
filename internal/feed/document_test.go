package feed_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

func utc(year, month, day, hour, minute, second int) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
}

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
 <title>Osk Courier</title><link>https://courier.example/</link><description>News of &lt;i&gt;Osk&lt;/i&gt;</description>
 <language>en_gb</language><ttl>30</ttl><lastBuildDate>Tue, 03 Feb 2026 10:00:00 GMT</lastBuildDate>
 <atom:link rel="self" href="https://courier.example/rss"/><atom:link rel="hub" href="https://hub.example/"/>
 <image><title>not the title</title><url>/logo.png</url><link>https://elsewhere.example/</link></image>
 <item>
  <title>Bridge &amp;amp; ferry</title><link>/2026/bridge?a=1&b=2</link><guid isPermaLink="false">osk-1</guid>
  <description>&lt;p&gt;Read &lt;a href="more.html"&gt;more&lt;/a&gt;&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Whole <img src="/i/bridge.jpg" width="800"> text</p>]]></content:encoded>
  <dc:creator>Ines Halloran</dc:creator><author>desk@courier.example (Tom Varrick)</author>
  <pubDate>Tue, 03 Feb 2026 09:30:00 +0100</pubDate><category>Traffic</category><category>Town</category>
  <enclosure url="/audio/1.mp3" type="audio/mpeg" length="1200"/>
  <media:group><media:content url="/i/small.jpg" medium="image" width="200"/><media:content url="/i/large.jpg" medium="image" width="1200"/></media:group>
  <comments>https://courier.example/2026/bridge#comments</comments><source url="https://wire.example/rss">Selwyn Wire</source>
 </item>
 <item><title>Only a title</title></item>
</channel></rss>`

func TestParseRSS(t *testing.T) {
	t.Parallel()
	got, err := feed.Parse([]byte(rss), feed.Context{URL: "https://courier.example/feeds/rss"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Entries) != 2 {
		t.Fatalf("got %d entries, want 2", len(got.Entries))
	}
	if second := got.Entries[1]; !strings.HasPrefix(second.GUID, "hash:") || second.Title != "Only a title" {
		t.Errorf("got %+v", second)
	}
	got.Entries = got.Entries[:1]
	want := &feed.Document{
		Format: "rss2.0", Title: "Osk Courier", Link: "https://courier.example/", Subtitle: "News of <i>Osk</i>",
		Language: "en-gb", Updated: utc(2026, 2, 3, 10, 0, 0), Image: "https://courier.example/logo.png",
		Hub: "https://hub.example/", Self: "https://courier.example/rss", TTL: 30 * time.Minute,
		Entries: []news.Entry{{
			GUID: "osk-1", URL: "https://courier.example/2026/bridge?a=1&b=2", Title: "Bridge &amp; ferry",
			Summary:     `<p>Read <a href="https://courier.example/feeds/more.html">more</a></p>`,
			Content:     `<p>Whole <img src="https://courier.example/i/bridge.jpg" width="800"> text</p>`,
			Authors:     []string{"Ines Halloran", "Tom Varrick"},
			Tags:        []string{"Traffic", "Town"},
			PublishedAt: utc(2026, 2, 3, 8, 30, 0), Image: "https://courier.example/i/large.jpg",
			Enclosures: []news.Enclosure{{URL: "https://courier.example/audio/1.mp3", Type: "audio/mpeg", Length: 1200}},
			Comments:   "https://courier.example/2026/bridge#comments", Origin: "Selwyn Wire", OriginURL: "https://wire.example/rss", Language: "en-gb",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://courrier.example/">
<title type="html">Le &lt;b&gt;Courrier&lt;/b&gt;</title><subtitle>a &lt; b</subtitle><link rel="self" href="atom.xml"/><link href="/"/>
<icon>favicon.ico</icon><logo>logo.png</logo><author><name>Rédaction</name></author><updated>2026-02-03T10:00:00.5+01:00</updated>
<entry xml:base="articles/"><id>tag:courrier.example,2026:1</id><title>Le barrage</title>
<link rel="enclosure" type="audio/ogg" length="9" href="1.ogg"/><link rel="alternate" type="application/json" href="1.json"/><link rel="alternate" type="text/html" href="1.html"/>
<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>Un <x:a href="2.html">lien</x:a> &amp; <![CDATA[a<b]]><x:br/></x:p></x:div></content>
<updated>2026-02-02T08:00:00Z</updated><category term="eau"/></entry>
</feed>`

func TestParseAtom(t *testing.T) {
	t.Parallel()
	got, err := feed.Parse([]byte(atomFeed), feed.Context{})
	if err != nil {
		t.Fatal(err)
	}
	want := &feed.Document{
		Format: "atom1.0", Title: "Le <b>Courrier</b>", Link: "https://courrier.example/", Subtitle: "a < b", Language: "fr",
		Updated: utc(2026, 2, 3, 9, 0, 0).Add(500 * time.Millisecond), Icon: "https://courrier.example/favicon.ico",
		Image: "https://courrier.example/logo.png", Self: "https://courrier.example/atom.xml",
		Entries: []news.Entry{{
			GUID: "tag:courrier.example,2026:1", URL: "https://courrier.example/articles/1.html", Title: "Le barrage",
			Content: `<p>Un <a href="https://courrier.example/articles/2.html">lien</a> &amp; a&lt;b<br /></p>`,
			Authors: []string{"Rédaction"}, Tags: []string{"eau"}, Language: "fr",
			PublishedAt: utc(2026, 2, 2, 8, 0, 0), UpdatedAt: utc(2026, 2, 2, 8, 0, 0),
			Enclosures: []news.Enclosure{{URL: "https://courrier.example/articles/1.ogg", Type: "audio/ogg", Length: 9}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseJSONFeed(t *testing.T) {
	t.Parallel()
	const doc = `{"version":"https://jsonfeed.org/version/1.1","title":"Strata","home_page_url":"https://strata.example/","feed_url":"https://strata.example/feed.json",
"language":"en","authors":[{"name":"The Editors"}],"hubs":[{"type":"WebSub","url":"https://hub.example/"}],
"items":[{"id":7,"url":"/gravel","title":"Gravel","content_html":"<a href=\"/x\">x</a>","date_published":"2026-02-03T10:00:00Z","image":"/g.jpg","tags":["rock"],
"attachments":[{"url":"/g.mp3","mime_type":"audio/mpeg","size_in_bytes":12}]},{"id":"8","content_text":"plain","author":{"name":"Osk"}},{"id":"9","ti`
	got, err := feed.Parse([]byte(doc), feed.Context{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Notes) != 1 {
		t.Errorf("got notes %q, want one on the end that is missing", got.Notes)
	}
	got.Notes = nil
	want := &feed.Document{
		Format: "jsonfeed1.1", Title: "Strata", Link: "https://strata.example/", Self: "https://strata.example/feed.json",
		Language: "en", Hub: "https://hub.example/", Cut: true,
		Entries: []news.Entry{
			{
				GUID: "7", URL: "https://strata.example/gravel", Title: "Gravel", Content: `<a href="https://strata.example/x">x</a>`,
				PublishedAt: utc(2026, 2, 3, 10, 0, 0), Image: "https://strata.example/g.jpg", Tags: []string{"rock"},
				Authors: []string{"The Editors"}, Language: "en",
				Enclosures: []news.Enclosure{{URL: "https://strata.example/g.mp3", Type: "audio/mpeg", Length: 12}},
			},
			{GUID: "8", Content: "plain", Authors: []string{"Osk"}, Language: "en"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestParseIsLenient holds one line for each way in which feeds are broken.
func TestParseIsLenient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, doc, contentType string
		titles                 []string
		noted                  bool
	}{
		{"cut off within an item", "<rss><channel><item><title>a</title></item><item><title>b</title><description>x", "", []string{"a", "b"}, true},
		{"cut off within a tag", "<rss><channel><item><title>a</title></item><item><titl", "", []string{"a"}, true},
		{"item without end", "<rss><channel><item><title>a</title><item><title>b</title></item></channel></rss>", "", []string{"a", "b"}, true},
		{"wrong end tag", "<rss><channel><item><title>a</b></title></item></channel></rss>", "", []string{"a"}, true},
		{"bare ampersand", "<rss><channel><item><title>a & b &c</title></item></channel></rss>", "", []string{"a & b &c"}, false},
		{"bare less-than", "<rss><channel><item><title>a < b</title></item></channel></rss>", "", []string{"a < b"}, false},
		{"entities of HTML", "<rss><channel><item><title>a&nbsp;&eacute;&#8364;&#x20AC;&#150;&foo;</title></item></channel></rss>", "", []string{"a\u00a0é€€–&foo;"}, false},
		{"entities of its own", `<!DOCTYPE rss [<!ENTITY x "y">]><rss><channel><item><title>&x;</title></item></channel></rss>`, "", []string{"y"}, false},
		{"unescaped markup", "<rss><channel><item><title>a <b>c</b><br></title></item></channel></rss>", "", []string{"a <b>c</b><br />"}, false},
		{"junk before", "\n<br />\n<b>Warning</b>: x\n<rss><channel><item><title>a</title></item></channel></rss>", "", []string{"a"}, false},
		{"no channel", "<rss><item><title>a</title></item></rss>", "", []string{"a"}, false},
		{"items beside the channel", `<rdf:RDF><channel/><item><title>a</title></item></rdf:RDF>`, "", []string{"a"}, false},
		{"prefix for everything", `<r:rss xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:item><r:title>a</r:title></r:item></r:channel></r:rss>`, "", []string{"a"}, false},
		{"capitals", "<RSS><CHANNEL><ITEM><TITLE>a</TITLE></ITEM></CHANNEL></RSS>", "", []string{"a"}, false},
		{"windows-1251 by header", "<rss><channel><item><title>\xcc\xe8\xf0</title></item></channel></rss>", "text/xml; charset=windows-1251", []string{"Мир"}, false},
		{"windows-1251 by declaration", "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>\xcc\xe8\xf0</title></item></channel></rss>", "", []string{"Мир"}, false},
		{"UTF-8 that claims otherwise", "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>Мир</title></item></channel></rss>", "", []string{"Мир"}, false},
		{"UTF-8 with a wrong byte", "<rss><channel><item><title>Мир\xff</title></item></channel></rss>", "", []string{"Мир\ufffd"}, true},
		{"windows-1252 that claims UTF-8", "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>caf\xe9</title></item></channel></rss>", "", []string{"café"}, true},
		{"UTF-16", "\xff\xfe<\x00r\x00s\x00s\x00>\x00<\x00i\x00t\x00e\x00m\x00>\x00<\x00t\x00i\x00t\x00l\x00e\x00>\x00a\x00<\x00/\x00t\x00i\x00t\x00l\x00e\x00>\x00<\x00/\x00i\x00t\x00e\x00m\x00>\x00<\x00/\x00r\x00s\x00s\x00>\x00", "", []string{"a"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, err := feed.Parse([]byte(test.doc), feed.Context{ContentType: test.contentType})
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, e := range doc.Entries {
				titles = append(titles, e.Title)
			}
			if diff := cmp.Diff(test.titles, titles); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
			if noted := len(doc.Notes) > 0; noted != test.noted {
				t.Errorf("got notes %q, want some: %v", doc.Notes, test.noted)
			}
		})
	}
}

func TestParseMendsJSON(t *testing.T) {
	t.Parallel()
	doc, err := feed.Parse([]byte("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"title\":\"a, ]\tb\",\n\"content_text\":\"one\ntwo \\d \\\"x\\\"\",},\n],}"), feed.Context{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 1 || doc.Entries[0].Title != "a, ]\tb" || doc.Entries[0].Content != "one\ntwo d \"x\"" {
		t.Errorf("got %+v", doc.Entries)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		"": "empty",
		"<!doctype html><html><body>hello</html>": "web page",
		"<opml/>":    "OPML",
		"hello":      "plain text",
		"\n \t":      "empty",
		"<svg/>":     "<svg> is no feed",
		`{"a":1}`:    "no JSON Feed",
		`[1]`:        "no JSON Feed",
		"%PDF-1.4":   "a PDF",
		"\x1f\x8b\b": "gzip",
	} {
		_, err := feed.Parse([]byte(doc), feed.Context{})
		if !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want ErrInvalid with %q", doc, err, want)
		}
	}
}

// TestHalfAValueIsNone: an address that breaks off leads elsewhere, and would make the entry another one.
func TestHalfAValueIsNone(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]news.Entry{
		"<rss><channel><item><title>Ferry sails</title><link>https://courier.example/2026/fer":           {Title: "Ferry sails"},
		"<rss><channel><item><title>Ferry sai":                                                           {Title: "Ferry sai"},
		"<rss><channel><item><guid>a</guid><title>Ferry</title><pubDate>Tue, 03 Feb 2026 10:00:00 GMT":   {GUID: "a", Title: "Ferry"},
		"<rss><channel><item><guid>a</guid><title>Ferry</title><link>https://courier.example/1</link></": {GUID: "a", Title: "Ferry", URL: "https://courier.example/1"},
	} {
		got, err := feed.Parse([]byte(doc), feed.Context{})
		if err != nil || len(got.Entries) != 1 || !got.Cut {
			t.Errorf("%s: got %+v, %v", doc, got, err)
			continue
		}
		e := got.Entries[0]
		if e.Title != want.Title || e.URL != want.URL || !e.PublishedAt.IsZero() || want.GUID != "" && e.GUID != want.GUID {
			t.Errorf("%s: got %+v", doc, e)
		}
	}
}
