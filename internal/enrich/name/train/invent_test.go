package main

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/name"
)

func inventorOf(seed uint64) *inventor {
	return &inventor{chance: rand.New(rand.NewPCG(seed, 11)), given: map[string][2]string{}, known: map[string][]string{
		"first": {"Orla"}, "usfirst": {"Orla"}, "last": {"Fennick"}, "country": {"Belgium"}, "uscity": {"Valmere Bay"}, "nickcity": {"Valmere Bay"}, "nickname": {"Otters"},
	}}
}

// shown writes tokens with their types.
func shown(sentence []token) (out []string) {
	for _, t := range sentence {
		kind := map[int]string{name.Person: "person ", name.Organisation: "organisation ", name.Place: "place "}[t.kind]
		if t.fresh {
			kind = "new " + kind
		}
		out = append(out, kind+t.word)
	}
	return out
}

func TestInventedLinesKeepTheirNames(t *testing.T) {
	t.Parallel()
	in := inventorOf(1)
	in.given["person.p"] = [2]string{"Orla Fennick", "Fennick"}
	for _, c := range []struct {
		line string
		want []string
	}{
		{"{<LAST.p>|<LAST.p>} met <person.p> .", []string{"new person FENNICK", "met", "new person Orla", "person Fennick", "."}},
		{"<SIDE.a> beat <side.a>", []string{"new place BELGIUM", "beat", "new place Belgium"}},
		{"the <nick.a> : <nickcity.a> won , the <nickname.a> rested", []string{"the", "new organisation Valmere", "organisation Bay", "organisation Otters", ":",
			"new organisation Valmere", "organisation Bay", "won", ",", "the", "new organisation Otters", "rested"}},
	} {
		got, err := in.line(c.line)
		if err != nil {
			t.Fatalf("%q: %v", c.line, err)
		}
		if diff := cmp.Diff(c.want, shown(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.line, diff)
		}
	}
	if _, err := in.line("<nothing> is known by that kind"); err == nil {
		t.Error("a kind without names is no mistake")
	}
	if _, err := in.line("<open"); err == nil {
		t.Error("a slot that does not end is no mistake")
	}
}

func TestTheSameSeedInventsTheSame(t *testing.T) {
	t.Parallel()
	const line = "{Mr|Ms} <person> lost <score> to <person> at <nn>.<n> , {late|early} on <day>"
	a, err := inventorOf(5).line(line)
	if err != nil {
		t.Fatal(err)
	}
	b, err := inventorOf(5).line(line)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shown(a), shown(b)); diff != "" {
		t.Errorf("another time:\n%s", diff)
	}
}
