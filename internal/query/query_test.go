package query_test

import (
	"strings"
	"testing"

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
		{"()", query.And{}},
		{"-()", query.And{}},
		{"a - b", and(word("a"), word("b"))},
		{"headline:dam", field("headline", "dam")},
		{`by:"Ines Halloran"`, field("by", "Ines Halloran")},
		{`AUTHOR:"Ines Halloran"`, field("by", "Ines Halloran")},
		{"site:gull title:dam since:2026 until:2027", and(field("source", "gull"), field("headline", "dam"), field("after", "2026"), field("before", "2027"))},
		{"person:Halloran place:Osk organisation:board", and(field("person", "Halloran"), field("place", "Osk"), field("org", "board"))},
		{`said:"no dam"`, field("said", "no dam")},
		{"lang:French language:pt-BR lang:deu", and(field("lang", "fr"), field("lang", "pt"), field("lang", "de"))},
		{"section:Sports kind:videos has:photo", and(field("section", "sport"), field("kind", "video"), field("has", "picture"))},
		{"in:fr in:UK in:Germany in:2026", and(field("in", "FR"), field("in", "GB"), field("in", "DE"), field("in", "2026"))},
		{"in:South Korea dam", and(field("in", "KR"), word("dam"))},
		{"in:Bosnia and Herzegovina", field("in", "BA")},
		{"in:Turkey talks", and(field("in", "TR"), word("talks"))},
		{"after:last week dam", and(field("after", "last week"), word("dam"))},
		{"after:31 January 2026 dam", and(field("after", "31 January 2026"), word("dam"))},
		{"before:3 weeks ago -dam", and(field("before", "3 weeks ago"), not(word("dam")))},
		{"after:2026-01 7 days", and(field("after", "2026-01"), word("7"), word("days"))},
		{`in:"may" 2026`, and(field("in", "may"), word("2026"))},
		{`after:"7d" ago`, and(field("after", "7d"), word("ago"))},
		{`in:us "virgin islands"`, and(field("in", "US"), phrase("virgin islands"))},
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
		{"after:someday dam", "after:someday is no date; write it like after:2026-01-31", and(phrase("someday"), word("dam"))},
		{"until:2026-02-30", "before:2026-02-30 is no date", phrase("2026-02-30")},
		{"source: dam", "source: wants a value", and(word("source"), word("dam"))},
		{"sauce:times dam", "sauce: is no field; did you mean source:?", and(word("sauce:times"), word("dam"))},
		{"lagn:fr", "lagn: is no field; did you mean lang:?", word("lagn:fr")},
		{"lang:klingon", "lang: is never klingon", phrase("klingon")},
		{"kind:rumour", "kind: is never rumour", phrase("rumour")},
		{"kind:vidoe", "kind: is never vidoe; did you mean kind:video?", phrase("vidoe")},
		{"has:unicorn", "has: is never unicorn", phrase("unicorn")},
		{"section:sprot", "did you mean section:sport?", phrase("sprot")},
		{`in:"no where"`, "in: is never no where", phrase("no where")},
		{`"no end`, `a " stands alone`, phrase("no end")},
		{`source:"no end`, `a " stands alone`, field("source", "no end")},
		{"(a", "a ( stands alone", word("a")},
		{"a)", "a ) stands alone", word("a")},
		{"AND", "AND joins nothing; it was taken as a word", word("and")},
		{"a OR", "OR joins nothing", or(word("a"), word("or"))},
		{"a AND", "AND joins nothing", and(word("a"), word("and"))},
		{"a NOT", "NOT joins nothing", and(word("a"), word("not"))},
		{strings.Repeat("a ", 300), "too long", nil},
	}
	for _, test := range tests {
		got, err := query.Parse(test.in)
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("Parse(%q): got error %v, want one with %q", test.in, err, test.message)
		}
		if test.want == nil {
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.in, diff)
		}
	}
}

func TestProblemsAreToldOnce(t *testing.T) {
	t.Parallel()
	_, err := query.Parse(strings.Repeat("sauce:times ", 50) + "has:1 has:2 has:3 has:4 has:5 has:6")
	if got := strings.Count(err.Error(), "\n") + 1; got != 5 {
		t.Errorf("got %d problems: %v", got, err)
	}
}

// TestFieldsTeachWhatIsRead: every example of the list is a query without a problem, for the field that it is about.
func TestFieldsTeachWhatIsRead(t *testing.T) {
	t.Parallel()
	for _, f := range query.Fields() {
		for example := range strings.SplitSeq(f.Example, ", ") {
			node, err := query.Parse(example)
			if got, ok := node.(query.Field); err != nil || !ok || got.Name != f.Name {
				t.Errorf("%s: %q is read as %#v, %v", f.Name, example, node, err)
			}
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

func TestWanted(t *testing.T) {
	t.Parallel()
	node, err := query.Parse(`dam OR ("two words" -three headline:four lang:fr said:five -person:six)`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"dam", "two words", "four", "five"}, query.Wanted(node)); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a OR (b -"c d") headline:"e f"`, `after:2026 NOT NOT x AND`, "-(((a", `lang:"x y" “`, "a:b:c -- -)",
		`in:"may" 2026 in:us virgin islands`, `after:last week before:7d ago`, `sauce:x has:unicorn in:South Korea`} {
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
