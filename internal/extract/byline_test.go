package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The tests are inside the package: bylines, credits and JSON with faults are read by its unexported parts.

func TestBylinesNamePeopleAndAgencies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line     string
		people   []string
		agencies []string
	}{
		{"By Ilka Morav and Jan Uhl", []string{"Ilka Morav", "Jan Uhl"}, nil},
		{"BY ILKA MORAV", []string{"Ilka Morav"}, nil},
		{"Von Ilka Morav, dpa", []string{"Ilka Morav"}, []string{"dpa"}},
		{"Ilka Morav, The Associated Press", []string{"Ilka Morav"}, []string{"The Associated Press"}},
		{"Ilka Morav The Associated Press", []string{"Ilka Morav"}, []string{"The Associated Press"}},
		{"By Ilka Morav (AFP)", []string{"Ilka Morav"}, []string{"AFP"}},
		{"Staff Writer Ilka Morav", []string{"Ilka Morav"}, nil},
		{"Ilka Morav, Senior Business Correspondent", []string{"Ilka Morav"}, nil},
		{"John Garca Jr.", []string{"John Garca Jr."}, nil},
		{"John Garca, Jr.", []string{"John Garca Jr."}, nil},
		{"Ilka Morav, PhD", []string{"Ilka Morav"}, nil},
		{"The Orla Herald", nil, nil},
		{"Newsroom", nil, nil},
		{"Editorial Board", nil, nil},
		{"Reuters", nil, []string{"Reuters"}},
		{"Текст: Илька Морав", []string{"Илька Морав"}, nil},
		{"بقلم إلكا موراف", []string{"إلكا موراف"}, nil},
		{"文：森田香", []string{"森田香"}, nil},
		{"김민수 기자", []string{"김민수"}, nil},
		{"https://herald.example/author/1", nil, nil},
	}
	for _, test := range tests {
		var b byline
		b.read(test.line, []string{"The Orla Herald"}, strict)
		if diff := cmp.Diff(test.people, b.people) + cmp.Diff(test.agencies, b.agencies); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.line, diff)
		}
	}
}

func TestCreditPartsPeopleFromAgencies(t *testing.T) {
	t.Parallel()
	for credit, want := range map[string][2]string{
		"Ann Poe | AFP | Getty Images":                 {"Ann Poe", "AFP, Getty Images"},
		"Keystone/The White House via AP/Adam Schultz": {"Adam Schultz", "Keystone, The White House, AP"},
		"Urs Poe (Keystone)":                           {"Urs Poe", "Keystone"},
		"Foto: Nils Faber":                             {"Nils Faber", ""},
		"dpa-Bildfunk/Thomas Frey":                     {"Thomas Frey", "dpa-Bildfunk"},
		"REUTERS":                                      {"", "REUTERS"},
		"Mara Olt/Lakeside Pictures":                   {"Mara Olt", "Lakeside Pictures"},
		"":                                             {"", ""},
		"Photograph: Ann Poe for The Herald":           {"Ann Poe", "The Herald"},
		strings.Repeat("a very long credit that is none ", 10): {"", ""},
	} {
		person, agency := creditParts(credit)
		if got := [2]string{person, agency}; got != want {
			t.Errorf("%q: got %q, want %q", credit, got, want)
		}
	}
}

func TestLooseJSONForgivesFaults(t *testing.T) {
	t.Parallel()
	const want = "NewsArticle The lake \"rose\" again 2025-03-04"
	for name, script := range map[string]string{
		"right":            `{"@type":"NewsArticle","headline":"The lake \"rose\" again","datePublished":"2025-03-04"}`,
		"comma too many":   `{"@type":"NewsArticle","headline":"The lake \"rose\" again","datePublished":"2025-03-04",}`,
		"comments":         "/* a */ {\"@type\":\"NewsArticle\", // b\n\"headline\":\"The lake \\\"rose\\\" again\",\"datePublished\":\"2025-03-04\"}",
		"raw line break":   "{\"@type\":\"NewsArticle\",\"headline\":\"The lake \\\"rose\\\"\n again\",\"datePublished\":\"2025-03-04\"}",
		"unescaped quotes": `{"@type":"NewsArticle","headline":"The lake "rose" again","datePublished":"2025-03-04"}`,
		"entities":         `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;The lake \&quot;rose\&quot; again&quot;,&quot;datePublished&quot;:&quot;2025-03-04&quot;}`,
		"wrong escape":     `{"@type":"NewsArticle","headline":"The lak\e \"rose\" again","datePublished":"2025-03-04"}`,
		"two objects":      `{"@type":"BreadcrumbList"}{"@type":"NewsArticle","headline":"The lake \"rose\" again","datePublished":"2025-03-04"}`,
		"cdata":            `<![CDATA[{"@type":"NewsArticle","headline":"The lake \"rose\" again","datePublished":"2025-03-04"}]]>`,
		"prefixed type":    `{"@type":"schema:NewsArticle","headline":"The lake \"rose\" again","datePublished":"2025-03-04"}`,
	} {
		found := readLinked(script)
		if len(found) != 1 {
			t.Errorf("%s: got %d objects, want 1", name, len(found))
			continue
		}
		if got := found[0].kind + " " + found[0].headline + " " + found[0].published; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestHeadlinesLoseKickersAndOutlets(t *testing.T) {
	t.Parallel()
	if got := withoutKicker("Damm bei Tamsel: See erreicht das Tor", []claimedTitle{{title: "See erreicht das Tor"}}); got != "See erreicht das Tor" {
		t.Errorf("kicker: got %q", got)
	}
	if got := withoutKicker("Why the lake rose", []claimedTitle{{title: "lake rose"}}); got != "Why the lake rose" {
		t.Errorf("no kicker: got %q", got)
	}
	for title, want := range map[string]string{
		"Lake rises again | The Orla Herald":                "Lake rises again",
		"Lake rises again - News - Orla Herald":             "Lake rises again - News",
		"The Orla Herald: the lake rises once more":         "The Orla Herald: the lake rises once more",
		"Orla Herald's 8-point guide to the lake at Tamsel": "Orla Herald's 8-point guide to the lake at Tamsel",
	} {
		if got := withoutOutlet(title, []string{"The Orla Herald"}); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

func TestBodiesOfDrawnPages(t *testing.T) {
	t.Parallel()
	root := `<title>Market hall reopens in Orla</title><script id="__NEXT_DATA__" type="application/json">{"a":{"headline":"Market hall reopens in Orla","body":"<p>The hall opened on Sunday.</p><p>Forty traders came.</p>","authors":["Pia Rost"],"publishedAt":1748754900000}` + strings.Repeat(" ", 200) + `}</script>`
	p, err := read([]byte(root), Context{ContentType: "text/html"}, trained)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"The hall opened on Sunday.", "Forty traders came."}, p.evidence.bodies()); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
	if s := p.evidence.story(); s == nil || s.published != "1748754900000" {
		t.Errorf("got %+v", s)
	}
}

func FuzzReadLinked(f *testing.F) {
	for _, seed := range []string{`{"@graph":[{"@id":"a","@type":"Person","name":"A B"},{"@type":"Article","author":{"@id":"a"}}]}`, `{"a":"b"c",}`, "/*", `{"@type":"Article","hasPart":[[[[[[[[[[]]]]]]]]]]}`, `"\u12"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range readLinked(s) {
			if l.rank() == 0 {
				t.Errorf("%q: got an object of no use: %+v", s, l)
			}
		}
		e := evidence{title: "A title of some words", meta: map[string]string{}}
		if carriesJSON("application/json", s) {
			e.scripts = []string{s}
		}
		_ = e.bodies()
	})
}

func BenchmarkReadLinked(b *testing.B) {
	script := `{"@context":"https://schema.org","@graph":[` + strings.Repeat(`{"@type":"ListItem","position":1,"item":{"@id":"https://herald.example/a","name":"A"}},`, 200) +
		`{"@type":"NewsArticle","headline":"A","author":{"@id":"p"}},{"@type":"Person","@id":"p","name":"Ann Poe"}]}`
	b.SetBytes(int64(len(script)))
	for b.Loop() {
		readLinked(script)
	}
}

func BenchmarkReadMoment(b *testing.B) {
	for b.Loop() {
		for _, s := range []string{"2025-03-04T01:30:00+00:00", "March 3, 2025 8:30 p.m. EST", "3. März 2025, 16:05 Uhr", "12 people said so"} {
			_, _ = readMoment(s, false)
		}
	}
}

func TestShownDatesDecide(t *testing.T) {
	t.Parallel()
	page := func(head, line string) string {
		return "<html lang=en-US><title>The lake at Tamsel rises</title>" + head + "<h1>The lake at Tamsel rises</h1><p>" + line + "</p><p>" +
			strings.Repeat("The lake behind the dam has reached its upper gates, the ministry said on Monday. ", 4) + "</p>"
	}
	claim := func(s string) string { return `<meta property="article:published_time" content="` + s + `">` }
	tests := []struct{ name, page, want string }{
		{"the zone comes from the clock beside the headline", page(claim("2025-03-04T01:30:12Z"), "March 3, 2025 at 8:30 p.m."), "2025-03-03T20:30:12-05:00"},
		{"the zone comes from its name", page(claim("2025-03-04T01:30:00Z"), "March 3, 2025 8:30 PM EST"), "2025-03-03T20:30:00-05:00"},
		{"the claimed zone stays", page(claim("2025-03-03T20:30:00-05:00"), "March 3, 2025"), "2025-03-03T20:30:00-05:00"},
		{"a day gains its time", page(claim("2025-03-03"), "March 3, 2025 8:30 PM EST"), "2025-03-03T20:30:00-05:00"},
		{"an update is no publication", page(claim("2025-03-03T10:00:00Z"), "Updated May 9, 2025"), "2025-03-03T10:00:00Z"},
		{"a new date is one", page(claim("2021-03-03T10:00:00Z"), "Published May 9, 2025"), "2025-05-09T00:00:00Z"},
		{"the month comes first in America", page("", "3/4/2025"), "2025-03-04T00:00:00Z"},
		{"hours ago count from when it was read", page("", "3 hours ago"), "2025-06-01T09:00:00Z"},
		{"nothing is invented", page("", "by night"), "0001-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		articles, err := Extract([]byte(test.page), Context{ContentType: "text/html", URL: "https://herald.example/lake", Now: time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if got := articles[0].PublishedAt.Format(time.RFC3339); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
