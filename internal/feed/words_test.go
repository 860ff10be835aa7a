package feed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// one reads a feed with one item of these parts, in a channel of those.
func one(t *testing.T, item, channel string) news.Entry {
	t.Helper()
	doc, err := feed.Parse([]byte(`<rss version="2.0"><channel>`+channel+`<item>`+item+`</item></channel></rss>`), feed.Context{URL: "https://osk.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 1 {
		t.Fatalf("got %d entries", len(doc.Entries))
	}
	return doc.Entries[0]
}

func TestParseReadsEpisodes(t *testing.T) {
	t.Parallel()
	host := []news.Person{{Name: "Ines Halloran", Role: "host"}}
	tests := []struct {
		name, item, channel string
		want                *news.Episode
	}{
		{"none", `<title>a</title><itunes:explicit>no</itunes:explicit>`, `<itunes:explicit>yes</itunes:explicit>`, nil},
		{"clock", `<itunes:duration>1:02:03</itunes:duration>`, "", &news.Episode{Duration: 3723 * time.Second}},
		{"minutes over sixty", `<itunes:duration> 62:03 </itunes:duration>`, "", &news.Episode{Duration: 3723 * time.Second}},
		{"seconds", `<itunes:duration>3723</itunes:duration>`, "", &news.Episode{Duration: 3723 * time.Second}},
		{"fraction", `<itunes:duration>1.5</itunes:duration>`, "", &news.Episode{Duration: 1500 * time.Millisecond}},
		{"ISO 8601", `<itunes:duration>PT1H2M3S</itunes:duration>`, "", &news.Episode{Duration: 3723 * time.Second}},
		{"nonsense", `<itunes:duration>long</itunes:duration>`, "", nil},
		{"negative", `<itunes:duration>-5</itunes:duration>`, "", nil},
		{"Media RSS", `<media:content url="/a.mp4" type="video/mp4" duration="90"/>`, "", &news.Episode{Duration: 90 * time.Second}},
		{"numbers", `<itunes:season>2</itunes:season><itunes:episode>3.5</itunes:episode><itunes:episodeType>Bonus</itunes:episodeType>`, "",
			&news.Episode{Season: 2, Number: 3, Kind: "bonus"}},
		{"the feed's words hold for its episodes", `<enclosure url="/a.mp3" type="audio/mpeg"/>`,
			`<itunes:explicit>true</itunes:explicit><podcast:person>Ines Halloran</podcast:person>`, &news.Episode{Explicit: true, People: host}},
		{"its own people", `<podcast:person role="Guest" href="/tom">Tom Varrick</podcast:person>`, `<podcast:person>Ines Halloran</podcast:person>`,
			&news.Episode{People: []news.Person{{Name: "Tom Varrick", Role: "guest", URL: "https://osk.example/tom"}}}},
		{"files", `<podcast:chapters url="/c.json"/><podcast:transcript url="/t.srt" type="application/srt" language="en_gb"/><podcast:transcript/>`, "",
			&news.Episode{Chapters: "https://osk.example/c.json",
				Transcripts: []news.Transcript{{URL: "https://osk.example/t.srt", Type: "application/srt", Language: "en-gb"}}}},
		{"Podlove's chapters", `<atom:link rel="http://podlove.org/simple-chapters" href="/c.psc"/>`, "", &news.Episode{Chapters: "https://osk.example/c.psc"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, one(t, test.item, test.channel).Episode); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestParseReadsPlaces(t *testing.T) {
	t.Parallel()
	osk := &news.Point{Lat: -45.25, Lon: 170.5}
	tests := []struct {
		name, item string
		want       *news.Point
	}{
		{"point", `<georss:point>-45.25 170.5</georss:point>`, osk},
		{"with a comma and a height", `<georss:point>-45.25, 170.5, 12</georss:point>`, osk},
		{"with a name", `<georss:point>-45.25 170.5</georss:point><georss:featurename>Osk</georss:featurename>`, &news.Point{Lat: -45.25, Lon: 170.5, Name: "Osk"}},
		{"GML", `<georss:where><gml:Point><gml:pos>-45.25 170.5</gml:pos></gml:Point></georss:where>`, osk},
		{"GML 2", `<gml:Point><gml:coordinates>170.5,-45.25</gml:coordinates></gml:Point>`, osk},
		{"GML in metres", `<gml:Point srsName="EPSG:26913"><gml:pos>45 17</gml:pos></gml:Point>`, nil},
		{"W3C", `<geo:lat>-45.25</geo:lat><geo:long>170.5</geo:long>`, osk},
		{"W3C point", `<geo:Point><geo:lat>-45.25</geo:lat><geo:long>170.5</geo:long></geo:Point>`, osk},
		{"W3C, twice", `<geo:lat>-45.25</geo:lat><geo:long>170.5</geo:long><geo:lat>120</geo:lat>`, osk},
		{"half of one", `<geo:lat>-45.25</geo:lat>`, nil},
		{"box", `<georss:box>-46 170 -44.5 171</georss:box>`, osk},
		{"area", `<georss:polygon>-46 170 -46 171 -44.5 171 -44.5 170 -46 170</georss:polygon>`, osk},
		{"podcast", `<podcast:location geo="geo:-45.25,170.5;u=9" osm="R1">Osk</podcast:location>`, &news.Point{Lat: -45.25, Lon: 170.5, Name: "Osk"}},
		{"Media RSS", `<media:location description="Osk"><georss:where><gml:Point><gml:pos>-45.25 170.5</gml:pos></gml:Point></georss:where></media:location>`,
			&news.Point{Lat: -45.25, Lon: 170.5, Name: "Osk"}},
		{"not on Earth", `<georss:point>91 170.5</georss:point>`, nil},
		{"no numbers", `<georss:point>here NaN</georss:point>`, nil},
		{"too few", `<georss:polygon>1 2 3 4</georss:polygon>`, nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, one(t, test.item, "").Place); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestParseReadsTermsRepliesAndOrigins(t *testing.T) {
	t.Parallel()
	const by = "https://creativecommons.org/licenses/by/4.0/"
	tests := []struct {
		name, item, channel string
		want                news.Entry // of it: Terms, Replies, InReplyTo, Comments, Origin, OriginURL
	}{
		{"creativeCommons", `<creativeCommons:license>` + by + `</creativeCommons:license>`, "", news.Entry{Terms: by}},
		{"cc", `<cc:license rdf:resource="` + by + `"/>`, "", news.Entry{Terms: by}},
		{"link", `<atom:link rel="license" href="` + by + `"/>`, "", news.Entry{Terms: by}},
		{"rights that are an address", `<dc:rights>https://osk.example/terms</dc:rights>`, "", news.Entry{Terms: "https://osk.example/terms"}},
		{"rights with an address of Creative Commons", `<copyright>Osk, ` + by + ` 2026</copyright>`, "", news.Entry{Terms: by}},
		{"rights in a sentence", `<copyright>All rights reserved</copyright>`, "", news.Entry{}},
		{"Media RSS", `<media:license href="` + by + `">CC BY</media:license>`, "", news.Entry{Terms: by}},
		{"the feed's", `<title>a</title>`, `<cc:license rdf:resource="` + by + `"/>`, news.Entry{Terms: by}},
		{"comments", `<slash:comments>7</slash:comments><comments>/c</comments>`, "", news.Entry{Replies: 7, Comments: "https://osk.example/c"}},
		{"thread", `<thr:total>9</thr:total><slash:comments>7</slash:comments><thr:in-reply-to ref="tag:a" href="/b"/>`, "", news.Entry{Replies: 9, InReplyTo: "tag:a"}},
		{"replies", `<atom:link rel="replies" type="text/html" thr:count="3" href="/c"/>`, "", news.Entry{Replies: 3, Comments: "https://osk.example/c"}},
		{"nonsense", `<slash:comments>-7</slash:comments>`, "", news.Entry{}},
		{"source", `<source url="https://wire.example/feed">Selwyn Wire</source>`, "", news.Entry{Origin: "Selwyn Wire", OriginURL: "https://wire.example/feed"}},
		{"Atom's source", `<atom:source><atom:title>Selwyn Wire</atom:title><atom:link rel="self" href="https://wire.example/feed"/><atom:link href="https://wire.example/"/></atom:source>`, "",
			news.Entry{Origin: "Selwyn Wire", OriginURL: "https://wire.example/"}},
	}
	for _, test := range tests {
		e := one(t, test.item, test.channel)
		got := news.Entry{Terms: e.Terms, Replies: e.Replies, InReplyTo: e.InReplyTo, Comments: e.Comments, Origin: e.Origin, OriginURL: e.OriginURL}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestParseReadsLanguages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, doc, served, feed, entry string }{
		{"the channel's", `<rss><channel><language>de_at</language><item><title>a</title></item></channel></rss>`, "fr", "de-at", "de-at"},
		{"the server's", `<rss><channel><item><title>a</title></item></channel></rss>`, "fr, en", "fr", "fr"},
		{"the content's", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><content xml:lang="mi">a</content></entry></feed>`, "", "en", "mi"},
		{"none, on purpose", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><content xml:lang="">a</content></entry></feed>`, "", "en", ""},
	} {
		doc, err := feed.Parse([]byte(test.doc), feed.Context{Language: test.served})
		if err != nil {
			t.Fatal(err)
		}
		if doc.Language != test.feed || doc.Entries[0].Language != test.entry {
			t.Errorf("%s: got %q and %q, want %q and %q", test.name, doc.Language, doc.Entries[0].Language, test.feed, test.entry)
		}
	}
}

func TestParseResolvesAddresses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`<a href="b">`:                                `<a href="https://osk.example/b">`,
		`<a href='b' title="=x">`:                     `<a href='https://osk.example/b' title="=x">`,
		`<a href = b>c</a> d="e"`:                     `<a href = https://osk.example/b>c</a> d="e"`,
		`a < b href="c"`:                              `a < b href="c"`,
		`<img src="a.png"><img alt="=" src="b.png"/>`: `<img src="https://osk.example/a.png"><img alt="=" src="https://osk.example/b.png"/>`,
		`<a href="https://x.example/?a=b">`:           `<a href="https://x.example/?a=b">`,
		`<a href="#n">`:                               `<a href="https://osk.example/feed#n">`,
		`<a href="/ä">`:                               `<a href="https://osk.example/ä">`,
		`<a href="?a=1&amp;b=2">`:                     `<a href="https://osk.example/feed?a=1&amp;b=2">`,
		`<a href="b" href`:                            `<a href="b" href`,
		`<p data-href="b">`:                           `<p data-href="b">`,
	} {
		if got := one(t, `<description><![CDATA[`+in+`]]></description>`, "").Summary; got != want {
			t.Errorf("%s:\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestParseReadsNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"desk@osk.example (Tom Varrick)":               "Tom Varrick",
		"Tom Varrick &lt;tom@osk.example&gt;":          "Tom Varrick",
		"Tom Varrick (mailto:tom@osk.example)":         "Tom Varrick",
		"tom@osk.example":                              "tom@osk.example",
		" Tom\n  Varrick ":                             "Tom Varrick",
		"<name>Tom Varrick</name><email>a@b.c</email>": "Tom Varrick",
		"<b>Tom Varrick</b>":                           "Tom Varrick",
	} {
		if got := one(t, "<author>"+in+"</author>", "").Authors; len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
