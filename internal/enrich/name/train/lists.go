package main

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

// rows calls f for each line of a table, without its head.
func rows(path string, head bool, f func(fields []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if head {
			head = false
			continue
		}
		f(strings.Split(lines.Text(), "\t"))
	}
	return lines.Err()
}

type items map[uint32]name.Item

func (all items) add(phrase string, bits uint32) {
	if phrase == "" {
		return
	}
	h := name.HashPhrase(phrase)
	it := all[h]
	it.Bits |= bits
	all[h] = it
}

func (all items) country(phrase, code string, over bool) {
	if phrase == "" || len(code) != 2 {
		return
	}
	h := name.HashPhrase(phrase)
	it := all[h]
	if it.Country == [2]byte{} || over {
		it.Country = [2]byte{code[0], code[1]}
	}
	all[h] = it
}

// gather puts the lists together from gazetteers, Unicode's CLDR and our own words.
func gather(dir, own string) (items, error) {
	all := items{}
	in := func(file string) string { return filepath.Join(dir, "language", "gazetteers", file) }
	if err := all.places(in("cities.tsv"), in("countries.tsv")); err != nil {
		return nil, err
	}
	if err := all.firstNames(in("us_first_names.tsv"), in("first_names_gender_en.tsv")); err != nil {
		return nil, err
	}
	if err := all.nations(filepath.Join(own, "nations.txt")); err != nil {
		return nil, err
	}
	if err := all.named(filepath.Join(own, "places.txt")); err != nil {
		return nil, err
	}
	if err := all.words(filepath.Join(own, "words.txt")); err != nil {
		return nil, err
	}
	if err := all.people(filepath.Join(own, "people.tsv")); err != nil {
		return nil, err
	}
	if err := all.german(filepath.Join(own, "german.txt")); err != nil {
		return nil, err
	}
	delete(all, 0)
	return all, nil
}

func (all items) places(cities, countries string) error {
	capitals := map[string]bool{}
	err := rows(countries, true, func(f []string) {
		code := f[0]
		for i, n := range append([]string{f[1], f[2]}, strings.Split(f[6], "|")...) {
			if len(n) > 2 && (i < 2 || len(n) > 3 || n == "USA" || n == "UAE") {
				all.add(n, name.ListCountry)
				all.country(n, code, i == 0)
			}
		}
		for _, demonyms := range f[3:5] {
			for _, n := range strings.Split(demonyms, ", ") {
				all.nation("en", n, code, false)
				if strings.HasSuffix(n, "n") || strings.HasSuffix(n, "i") {
					all.nation("en", n+"s", code, false)
				}
			}
		}
		for _, n := range strings.Split(f[5], ",") {
			capitals[n+code] = true
			all.add(strings.TrimSpace(n), name.ListTown)
			all.country(strings.TrimSpace(n), code, false)
		}
	})
	if err != nil {
		return err
	}
	for _, tag := range []language.Tag{language.English, language.German, language.French, language.Spanish, language.Italian, language.Portuguese, language.Russian} {
		namer := display.Regions(tag)
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				r, err := language.ParseRegion(string([]rune{a, b}))
				if err != nil || !r.IsCountry() || r.Canonicalize() != r {
					continue
				}
				forms := []string{namer.Name(r)}
				if tag == language.Russian {
					forms = russianCases(forms[0])
				}
				for _, n := range forms {
					if len(n) > 2 {
						all.add(n, name.ListCountry)
						all.country(n, r.String(), true)
					}
				}
			}
		}
	}
	return rows(cities, false, func(f []string) {
		people, _ := strconv.Atoi(f[5])
		bit := uint32(name.ListVillage)
		switch {
		case people >= 100000 || f[4] == "PPLC":
			bit = name.ListTown
		case people < 15000:
			return
		}
		all.add(f[0], bit)
		if people >= 200000 || f[4] == "PPLC" {
			all.country(f[0], f[2], false)
		}
	})
}

func (all items) firstNames(us, other string) error {
	female := map[string]float64{}
	often := map[string]bool{}
	err := rows(us, false, func(f []string) {
		a, _ := strconv.ParseFloat(f[1], 64)
		b, _ := strconv.ParseFloat(f[2], 64)
		female[f[0]] = a / (a + b)
		often[f[0]] = a+b > 5000
	})
	if err != nil {
		return err
	}
	err = rows(other, false, func(f []string) {
		if _, known := female[f[0]]; !known && len(f) > 1 {
			female[f[0]] = .05
			if f[1] == "female" {
				female[f[0]] = .95
			}
		}
	})
	for _, n := range slices.Sorted(maps.Keys(female)) {
		bit := uint32(name.ListRareFirstName)
		if often[n] {
			bit = name.ListFirstName
		}
		all.add(n, bit)
		h := name.HashPhrase(n)
		it := all[h]
		it.Female = uint8(1 + 200*female[n] + .5)
		all[h] = it
	}
	return err
}

// bodies adds the organisations of bodies.txt; those of one word are known in English alone, since many are words elsewhere.
func (all items) bodies(path string) error {
	return lines(path, func(line string) error {
		f := strings.Fields(line)
		for _, entry := range f[1:] {
			phrase := strings.ReplaceAll(entry, "_", " ")
			switch p := text.Read(phrase); {
			case f[0] == "event", f[0] == "nickcity", f[0] == "county":
			case len(p.Tokens) == 1:
				all.local("en", phrase, name.ListBody)
			default:
				all.add(phrase, name.ListBody)
			}
		}
		return nil
	})
}

func (all items) pack() ([]byte, error) {
	return name.MarshalLists(slices.Sorted(maps.Keys(all)), all)
}

// people adds first names and surnames of many countries, Russian ones in their cases.
func (all items) people(path string) error {
	return rows(path, false, func(f []string) {
		bit := uint32(name.ListFirstName)
		if f[1] == "last" {
			bit = name.ListSurname
		}
		if f[0] > "А" && !strings.ContainsAny(f[0], " -") {
			for _, form := range russianCases(f[0])[1:] {
				all.add(form, bit)
			}
			if strings.HasSuffix(f[0], "в") || strings.HasSuffix(f[0], "н") {
				all.add(f[0]+"ым", bit)
			}
		}
		all.add(f[0], bit)
		if f[1] == "last" {
			return
		}
		h := name.HashPhrase(f[0])
		it := all[h]
		if it.Female == 0 && f[2] == "f" {
			it.Female = 191
		} else if it.Female == 0 && f[2] == "m" {
			it.Female = 11
		}
		all[h] = it
	})
}
