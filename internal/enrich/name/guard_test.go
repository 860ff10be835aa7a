package name_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/golden"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// guarded is a text of our own with its names.
type guarded struct {
	language, text string
	names          []measure.Named
}

// guards reads testdata/guard.txt.
func guards(t *testing.T) (all []guarded) {
	t.Helper()
	b, err := os.ReadFile("testdata/guard.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range strings.Split(string(b), "\n\n") {
		if i == 0 { // what the marks mean
			_, part, _ = strings.Cut(part, "\n")
		}
		language, marked, ok := strings.Cut(strings.TrimSpace(part), "\n")
		if !ok {
			t.Fatalf("part %d has no text", i)
		}
		g := guarded{language: language}
		for marked != "" {
			open := strings.IndexByte(marked, '[')
			if open < 0 {
				g.text += marked
				break
			}
			shut := strings.IndexByte(marked, ']')
			kind := map[byte]news.EntityKind{'P': news.EntityPerson, 'O': news.EntityOrganisation, 'L': news.EntityPlace}[marked[open+1]]
			if shut < open+3 || kind == "" {
				t.Fatalf("part %d: wrong mark at %q", i, marked)
			}
			g.text += marked[:open]
			start := len(g.text)
			g.text += marked[open+3 : shut]
			g.names = append(g.names, measure.Named{Start: start, End: len(g.text), Type: string(kind)})
			marked = marked[shut+1:]
		}
		all = append(all, g)
	}
	return all
}

func found(language, s string) (told []measure.Named) {
	for _, m := range name.Find(text.Read(s), language) {
		if !m.Word {
			told = append(told, measure.Named{Start: m.Start, End: m.End, Type: string(m.Kind)})
		}
	}
	return told
}

// TestGuardQuality measures what is found in invented news of each language, and says what is wrong.
func TestGuardQuality(t *testing.T) {
	t.Parallel()
	all := guards(t)
	var b strings.Builder
	fmt.Fprintln(&b, "Names in invented news: F1 of exact spans, and of spans whatever their type.")
	for _, language := range name.Languages() {
		var gold, told [][]measure.Named
		for _, g := range all {
			if g.language != language {
				continue
			}
			names := found(language, g.text)
			gold, told = append(gold, g.names), append(told, names)
			differ(t, g, names)
		}
		n := measure.Names(gold, told)
		if n.Gold < 20 {
			t.Errorf("%s: only %d names", language, n.Gold)
		}
		fmt.Fprintf(&b, "%s %3d names  F1 %.2f  spans %.2f", language, n.Gold, n.F1.Value, n.Spans.F1.Value)
		for _, class := range n.Types {
			fmt.Fprintf(&b, "  %s %.2f", class.Name, class.F1.Value)
		}
		fmt.Fprintln(&b)
	}
	golden.Check(t, "guard.golden.txt", b.String())
}

// differ logs what was told and is not so, and the other way round.
func differ(t *testing.T, g guarded, told []measure.Named) {
	right, said := map[measure.Named]bool{}, map[measure.Named]bool{}
	for _, n := range g.names {
		right[n] = true
	}
	for _, n := range told {
		if said[n] = true; !right[n] {
			t.Logf("%s: not so: %s %q", g.language, n.Type, g.text[n.Start:n.End])
		}
	}
	for _, n := range g.names {
		if !said[n] {
			t.Logf("%s: missed: %s %q", g.language, n.Type, g.text[n.Start:n.End])
		}
	}
}
