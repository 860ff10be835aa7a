package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"nutgraf/internal/news"
)

//go:embed press/syllables.txt
var syllables string

// Scripts in which names are written.
const (
	latin = iota
	cyrillic
	arabic
	chinese
	scripts
)

// scriptOf is how a language writes names.
func scriptOf(language string) int {
	switch language {
	case "ru":
		return cyrillic
	case "ar":
		return arabic
	case "zh":
		return chinese
	}
	return latin
}

// name is one name in all scripts.
type name [scripts]string

// person is somebody of the invented world; given and surname are kept apart, because papers use both and the second.
type person struct {
	given, surname name
	woman          bool
	role           int
	at             int // index into places
}

// full is how a language writes the whole name.
func (p *person) full(script int) string {
	if script == chinese {
		return p.given[script] + "·" + p.surname[script]
	}
	return p.given[script] + " " + p.surname[script]
}

// world is what all papers write about. It is the same for the same seed and size.
type world struct {
	people    []person
	places    []name
	countries []name
	stems     []name // of organisations
	orgs      []int  // kind of each, an index into a grammar's list
	pieces    map[string][]name
}

// countryCodes are codes that ISO 3166-1 leaves to its users.
var countryCodes = []string{"XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XL", "XM"}

func newWorld(seed uint64, people int) *world {
	r := rand.New(rand.NewPCG(seed, 11))
	w := &world{pieces: map[string][]name{}}
	part := ""
	for line := range strings.SplitSeq(syllables, "\n") {
		switch fields := strings.Fields(line); {
		case strings.HasPrefix(line, "@"):
			part = line[1:]
		case len(fields) == scripts && line[0] != '#':
			w.pieces[part] = append(w.pieces[part], name(fields))
		}
	}
	taken := map[string]bool{}
	for range countryCodes {
		w.countries = append(w.countries, w.fresh(r, "country", 2, taken))
	}
	for range max(240, people/8) {
		w.places = append(w.places, w.fresh(r, "place", 1+r.IntN(2), taken))
	}
	for range max(200, people/5) {
		w.stems = append(w.stems, w.fresh(r, "first", 1, taken))
		w.orgs = append(w.orgs, r.IntN(1<<16))
	}
	for range people {
		p := person{surname: w.fresh(r, "surname", 1+r.IntN(2), nil), woman: r.IntN(2) == 0, role: r.IntN(1 << 16), at: r.IntN(len(w.places))}
		p.given = one(r, w.pieces[map[bool]string{true: "f", false: "m"}[p.woman]])
		w.people = append(w.people, p)
	}
	return w
}

// fresh makes a name of n pieces and an ending; one that is not taken, when that matters.
func (w *world) fresh(r *rand.Rand, ending string, n int, taken map[string]bool) name {
	for try := 0; ; try++ {
		var made name
		for range n + try/50 {
			join(&made, one(r, w.pieces["first"]))
		}
		join(&made, one(r, w.pieces[ending]))
		made[latin], made[cyrillic] = title(made[latin]), title(made[cyrillic])
		if taken == nil || !taken[made[latin]] {
			if taken != nil {
				taken[made[latin]] = true
			}
			return made
		}
	}
}

func join(to *name, piece name) {
	for i := range to {
		to[i] += piece[i]
	}
}

func one[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// zipf chooses an index below n: the first ones are in the news again and again, the last ones once.
func zipf(r *rand.Rand, n int) int {
	u := r.Float64()
	return int(float64(n) * u * u * u)
}

// outlet is a source with what it is like.
type outlet struct {
	news.Source
	paywall bool
	agency  string // what others print when they carry its texts; empty: it is none
	media   news.Kind
	sub     string // part of its sections' addresses
}

// outlets makes sources: the first of a language write most.
func outlets(seed uint64, n int, w *world, grammars []*grammar) map[string][]*outlet {
	r := rand.New(rand.NewPCG(seed, 12))
	made := map[string][]*outlet{}
	taken := map[string]bool{}
	for i := range n {
		g := grammars[share(i)%len(grammars)]
		place := w.places[i%len(w.places)]
		pattern := one(r, g.lists["outlets"])
		o := &outlet{paywall: r.IntN(5) == 0, media: news.KindReport}
		o.Name = strings.ReplaceAll(pattern, "{}", place[scriptOf(g.language)])
		host := strings.ToLower(strings.Join(strings.FieldsFunc(strings.ReplaceAll(pattern, "{}", place[latin]), func(c rune) bool { return c < '0' || c > 'z' || c > '9' && c < 'A' }), "-"))
		if host == "" || host == strings.ToLower(place[latin]) || scriptOf(g.language) != latin {
			host = fmt.Sprintf("%s-%s", strings.ToLower(place[latin]), g.language)
		}
		if len(made[g.language]) == 0 || len(made[g.language]) == 7 && len(g.lists["agency"]) > 1 {
			o.agency = strings.ReplaceAll(g.lists["agency"][min(len(made[g.language]), 1)%len(g.lists["agency"])], "{}", place[scriptOf(g.language)])
			o.Name, host, o.paywall = o.agency, "wire-"+host, false
		}
		if strings.Contains(strings.ToLower(o.Name), "radio") && r.IntN(2) == 0 {
			o.media = news.KindAudio
		} else if r.IntN(14) == 0 {
			o.media = news.KindVideo
		}
		for taken[host] {
			host += "-2"
		}
		taken[host] = true
		o.Host, o.Home, o.Language = host+".example", "https://"+host+".example/", g.language
		o.Country = countryCodes[(share(i)%len(grammars)+2*r.IntN(2))%len(countryCodes)]
		o.Weight = []float64{.5, 1, 1, 1, 1, 1.5, 2}[r.IntN(7)]
		o.Licence = []news.Licence{news.LicenceHeadline, news.LicenceExcerpt, news.LicenceExcerpt, news.LicenceFull, news.LicenceFull, news.LicenceUnknown}[r.IntN(6)]
		made[g.language] = append(made[g.language], o)
	}
	return made
}

// share spreads sources over languages: the first language has as many as all others.
func share(i int) int {
	if i%2 == 0 {
		return 0
	}
	return i / 2
}
