package query_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/query"
)

func word(s string) query.Node        { return query.Word{Text: s} }
func phrase(s string) query.Node      { return query.Phrase{Text: s} }
func and(of ...query.Node) query.Node { return query.And{Of: of} }
func or(of ...query.Node) query.Node  { return query.Or{Of: of} }
func not(of query.Node) query.Node    { return query.Not{Of: of} }
func field(name, value string) query.Node {
	return query.Field{Name: name, Value: value}
}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want query.Node
	}{
		{"", query.And{}},
		{"  \t\n", query.And{}},
		{"dam", word("dam")},
		{"river dam", and(word("river"), word("dam"))},
		{"river AND dam", and(word("river"), word("dam"))},
		{"and or not", and(word("and"), word("or"), word("not"))},
		{`"dam  talks"`, phrase("dam talks")},
		{"“dam talks”", phrase("dam talks")},
		{"« eau potable »", phrase("eau potable")},
		{`"no end`, phrase("no end")},
		{`""`, query.And{}},
		{"dam OR weir talks", or(word("dam"), and(word("weir"), word("talks")))},
		{"(dam OR weir) talks", and(or(word("dam"), word("weir")), word("talks"))},
		{"-flood dam", and(not(word("flood")), word("dam"))},
		{"NOT (a OR b)", not(or(word("a"), word("b")))},
		{"--a", word("a")},
		{"-(-a)", word("a")},
		{"well-known x-ray", and(word("well-known"), word("x-ray"))},
		{"((a) (b c))", and(word("a"), word("b"), word("c"))},
		{"a OR (b OR c)", or(word("a"), word("b"), word("c"))},
		{"(a", word("a")},
		{"a)", word("a")},
		{"()", query.And{}},
		{"-()", query.And{}},
		{"AND", word("and")},
		{"a OR", or(word("a"), word("or"))},
		{"a AND", and(word("a"), word("and"))},
		{"a NOT", and(word("a"), word("not"))},
		{"a - b", and(word("a"), word("b"))},
		{"headline:dam", field("headline", "dam")},
		{`author:"Ines Halloran"`, field("author", "Ines Halloran")},
		{"-lang:FR", not(field("lang", "fr"))},
		{"Section:World", field("section", "world")},
		{"after:2026-01-31", field("after", "2026-01-31")},
		{"before:2026-01-31t10:00:00z", field("before", "2026-01-31T10:00:00Z")},
		{"http://example.org 10:30", and(word("http://example.org"), word("10:30"))},
		{"水库 谈判", and(word("水库"), word("谈判"))},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			t.Parallel()
			got, err := query.Parse(test.in)
			if err != nil {
				t.Fatalf("Parse(%q): %v", test.in, err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", test.in, diff)
			}
			again, err := query.Parse(got.String())
			if err != nil {
				t.Fatalf("Parse(%q): %v", got.String(), err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("%q written as %q reads otherwise:\n%s", test.in, got.String(), diff)
			}
		})
	}
}

func TestParseTellsWhatItDidNotUnderstand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, message string
		want        query.Node
	}{
		{"after:yesterday dam", "after:yesterday is no date", and(phrase("yesterday"), word("dam"))},
		{"source: dam", "source: wants a value", and(word("source"), word("dam"))},
	}
	for _, test := range tests {
		got, err := query.Parse(test.in)
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("Parse(%q): got error %v, want one with %q", test.in, err, test.message)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.in, diff)
		}
	}
}

func TestParseHoldsItsLimits(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		strings.Repeat("(", 100_000) + "a",
		strings.Repeat("-", 100_000) + "a",
		strings.Repeat("NOT (", 100_000) + "a",
		strings.Repeat("a OR ", 100_000),
		strings.Repeat("ж", 100_000),
		`"` + strings.Repeat("я ", 100_000),
	} {
		node, _ := query.Parse(in)
		if got := len(node.String()); got > 256*210 {
			t.Errorf("Parse(%.10q…) gives a query of %d bytes", in, got)
		}
	}
}

func TestFieldTime(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for _, value := range []string{"2026-02", "2026-02-01", "2026-02-01T02:00:00+02:00"} {
		if got, ok := (query.Field{Name: "after", Value: value}).Time(); !ok || !got.Equal(want) {
			t.Errorf("Time of %q: got %v %v, want %v", value, got, ok, want)
		}
	}
}

func TestWanted(t *testing.T) {
	t.Parallel()
	node, err := query.Parse(`dam OR ("two words" -three headline:four lang:fr)`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"dam", "two words", "four"}, query.Wanted(node)); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a OR (b -"c d") headline:"e f"`, `after:2026 NOT NOT x AND`, "-(((a", `lang:"x y" “`, "a:b:c -- -)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := query.Parse(s)
		again, _ := query.Parse(got.String())
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("%q written as %q reads otherwise:\n%s", s, got.String(), diff)
		}
	})
}
