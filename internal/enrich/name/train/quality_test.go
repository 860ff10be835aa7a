package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// TestNamesQuality measures what ships, and what free sets teach alone, on news that taught neither.
func TestNamesQuality(t *testing.T) {
	t.Parallel()
	stories := golden.Stories()
	if stories == "" {
		t.Skip("the labelled collections are not here: figures are not measured")
	}
	sets, err := load(filepath.Dir(stories))
	if err != nil {
		t.Fatal(err)
	}
	if len(sets["testa"]) != 216 {
		t.Fatalf("testa has %d texts", len(sets["testa"]))
	}
	clean := cleanReader(t)
	var b strings.Builder
	fmt.Fprintln(&b, "Names in CoNLL 2003 testa, exact spans of people, organisations and places; the 95 % interval is by text.")
	for _, as := range []struct {
		name string
		style
	}{{"a line a sentence", style{lines: true}}, {"spaced tokens", style{spaced: true}}, {"Title Case", style{title: true}}, {"CAPITALS", style{upper: true}}} {
		fmt.Fprintf(&b, "%-18s all data  %s\n", as.name, score(sets["testa"], as.style, func(p *text.Prose) []news.Mention { return name.Find(p, "en") }, false))
		fmt.Fprintf(&b, "%-18s clean     %s\n", "", score(sets["testa"], as.style, clean.Find, false))
	}
	fmt.Fprintln(&b, "The training half of CoNLL 2003, whose mistakes nobody read; only the free models can be measured by it.")
	fmt.Fprintf(&b, "%-18s clean     %s\n", "a line a sentence", score(sets["conll"], style{lines: true}, clean.Find, false))
	golden.Check(t, "quality.txt", b.String())
	t.Log("\n" + b.String())
}

// cleanReader reads what -clean wrote.
func cleanReader(t *testing.T) name.Reader {
	t.Helper()
	read := func(file string) []byte {
		b, err := os.ReadFile(filepath.Join("..", "testdata", "clean", file))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	lists, err := name.ParseLists(read("lists.bin"))
	if err != nil {
		t.Fatal(err)
	}
	by := name.Reader{Language: "en", Lists: lists}
	if by.Model, err = name.ParseModel(read("en.bin")); err != nil {
		t.Fatal(err)
	}
	if by.Second, err = name.ParseModel(read("second.bin")); err != nil {
		t.Fatal(err)
	}
	return by
}
