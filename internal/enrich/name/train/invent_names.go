package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"nutgraf/internal/enrich/name"
)

// slotKinds are the types of what fills slots.
var slotKinds = map[string]int{
	"person": name.Person, "last": name.Person, "initial": name.Person,
	"team": name.Organisation, "club": name.Organisation, "short": name.Organisation, "nick": name.Organisation, "nickcity": name.Organisation,
	"nickname": name.Organisation, "firm": name.Organisation, "body": name.Organisation, "agency": name.Organisation, "party": name.Organisation,
	"paper": name.Organisation, "ministry": name.Organisation, "county": name.Organisation,
	"side": name.Place, "city": name.Place, "country": name.Place, "region": name.Place,
	"nation": name.Other, "event": name.Other,
}

// shortOf leads from short forms to what they are short for.
var shortOf = map[string]string{"last": "person", "short": "firm", "nickcity": "nick"}

// knownNames reads the names that slots are filled with.
func knownNames(dir, own string) (map[string][]string, error) {
	known := map[string][]string{}
	add := func(kind, s string) { known[kind] = append(known[kind], s) }
	in := func(file string) string { return filepath.Join(dir, "language", "gazetteers", file) }
	err := rows(in("cities.tsv"), false, func(f []string) {
		if people, _ := strconv.Atoi(f[5]); people >= 100000 || f[4] == "PPLC" {
			add("city", f[0])
			switch f[2] {
			case "US":
				add("uscity", f[0])
			case "GB", "DE", "FR", "IT", "ES", "NL", "IE", "PT":
				add("oldcity", f[0])
			}
			if people >= 1500000 || f[4] == "PPLC" {
				add("bigcity", f[0])
			}
		} else if people > 30000 && (f[2] == "GB" || f[2] == "DE" || f[2] == "FR" || f[2] == "NL") {
			add("oldcity", f[0])
		}
	})
	if err != nil {
		return nil, err
	}
	if err := rows(in("countries.tsv"), true, func(f []string) {
		add("country", f[1])
		for n := range strings.SplitSeq(f[3], ", ") {
			if n != "" {
				add("nation", n)
			}
		}
	}); err != nil {
		return nil, err
	}
	if err := rows(in("us_first_names.tsv"), false, func(f []string) {
		a, _ := strconv.ParseFloat(f[1], 64)
		if b, _ := strconv.ParseFloat(f[2], 64); a+b > 20000 {
			add("usfirst", f[0])
		}
	}); err != nil {
		return nil, err
	}
	return known, ownNames(own, add)
}

// ownNames reads the names that our own files have.
func ownNames(own string, add func(kind, name string)) error {
	if err := rows(filepath.Join(own, "people.tsv"), false, func(f []string) {
		if f[0] < "А" && f[0] > "A" {
			add(f[1], f[0])
		}
	}); err != nil {
		return err
	}
	for _, file := range []string{"bodies.txt", "places.txt"} {
		if err := lines(filepath.Join(own, file), func(line string) error {
			f := strings.Fields(line)
			if file == "places.txt" {
				if f[0] != "en" {
					return nil
				}
				f = f[1:]
			}
			for _, n := range f[1:] {
				if _, after, ok := strings.Cut(n, ":"); ok {
					n = after
				}
				add(f[0], strings.ReplaceAll(n, "_", " "))
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

var (
	clubHeads  = strings.Fields("Sporting Real Dynamo Dinamo Lokomotiv Spartak CSKA Inter Union Olympique Racing Atletico Deportivo FC AC AS SC Torpedo Metallurg Rapid Standard Fortuna Eintracht Hapoel Maccabi Club SV VfL TSV Royal")
	clubTails  = strings.Fields("United City Rovers Town Wanderers Albion Athletic County FC Rangers Orient")
	firmTails  = strings.Fields("Inc Inc Corp Corp Co Ltd Ltd Plc Group Holdings AG SA SpA NV AB Bank Airlines Industries Motors Oil Steel Partners Securities Systems Technologies Communications Energy Chemical Pharmaceuticals Insurance Foods Stores Resources Mining Electric Telecom")
	bodyHeads  = strings.Fields("Ministry Department Institute University Bank Academy Museum Bureau Office")
	bodyTails  = strings.Fields("Ministry University Council Police Bank Institute Commission Airport Hospital College Court Parliament Chamber Authority Exchange Radio Television Gazette Times Post News Union Federation Association Board Foundation Museum Army Railways Committee")
	ministries = strings.Split("Foreign|Interior|Defence|Finance|Trade|Agriculture|Health|Justice|Labour|Education|Energy|Transport|Oil|Tourism|Information|Planning|Commerce|Industry", "|")
	syllables  = strings.Fields("al ber cor dex en fi gen hal in ka lux mo nor om pa qua ros san tek ul ven wes xan ya zen tro bri mar del vi")
	days       = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
)

func (in *inventor) one(kind string) string { return pick(in, in.known[kind]) }

func pick(in *inventor, of []string) string { return of[in.chance.IntN(len(of))] }

// fresh makes a new name of a kind, and its short form.
func (in *inventor) fresh(kind string) ([2]string, error) {
	same := func(s string) ([2]string, error) { return [2]string{s, s}, nil }
	roll := in.chance.IntN(100)
	switch kind {
	case "person", "initial":
		return in.person(kind, roll), nil
	case "team":
		return same(in.one("oldcity"))
	case "club":
		return in.club(roll), nil
	case "nick":
		city := in.one("uscity")
		if roll < 40 {
			city = in.one("nickcity")
		}
		return [2]string{city + " " + in.one("nickname"), city}, nil
	case "nickname":
		return same(in.one("nickname"))
	case "firm":
		return in.firm(roll), nil
	case "body":
		switch {
		case roll < 15:
			return same(in.one("city") + " " + pick(in, bodyTails))
		case roll < 25:
			return same(in.one("nation") + " " + pick(in, ministries) + " " + pick(in, bodyTails))
		case roll < 35:
			return same(pick(in, bodyHeads) + " of " + pick(in, ministries))
		}
		return same(in.one("body"))
	case "ministry":
		if roll < 40 {
			return same("Ministry of " + pick(in, ministries))
		}
		return same(pick(in, ministries) + " Ministry")
	case "side":
		return same(in.one("country"))
	case "city":
		if roll < 50 {
			return same(in.one("bigcity"))
		}
		return same(in.one("city"))
	}
	if number, ok := in.number(kind); ok {
		return same(number)
	}
	if len(in.known[kind]) == 0 {
		return [2]string{}, fmt.Errorf("no names of the kind %q", kind)
	}
	return same(in.one(kind))
}

func (in *inventor) person(kind string, roll int) [2]string {
	first, last := in.one("first"), in.one("last")
	if roll < 50 {
		first = in.one("usfirst")
	}
	switch {
	case kind == "initial" || roll%10 == 0:
		first = first[:1] + "."
	case roll%16 == 1:
		first += " " + in.one("usfirst")[:1] + "."
	case roll%25 == 2:
		last = pick(in, strings.Fields("van de von Al Ben Mc da El del O'")) + " " + last
		last = strings.NewReplacer("Mc ", "Mc", "O' ", "O'").Replace(last)
	case roll%25 == 3:
		last += "-" + in.one("last")
	}
	return [2]string{first + " " + last, last}
}

func (in *inventor) club(roll int) [2]string {
	city := in.one("oldcity")
	if roll%3 == 0 {
		city = in.one("city")
	}
	switch {
	case roll < 40:
		n := in.one("club")
		return [2]string{n, n}
	case roll < 55:
		head := pick(in, clubHeads)
		short := city
		if roll%2 == 0 && len(head) > 3 {
			short = head
		}
		return [2]string{head + " " + city, short}
	case roll < 68:
		return [2]string{city + " " + pick(in, clubTails), city}
	}
	return [2]string{city, city}
}

func (in *inventor) firm(roll int) [2]string {
	base := in.one("last")
	switch {
	case roll < 30:
		n := in.one("firm")
		if roll%3 == 0 {
			return [2]string{n + " " + pick(in, firmTails), n}
		}
		return [2]string{n, n}
	case roll < 45:
		base = in.one("city")
	case roll < 60:
		base = ""
		for range 2 + in.chance.IntN(2) {
			base += pick(in, syllables)
		}
		base = titleCase(base)
	case roll < 68:
		n := base + " " + pick(in, strings.Fields("& and")) + " " + in.one("last")
		return [2]string{n, n}
	case roll < 72:
		n := strings.ToUpper(pick(in, syllables)[:1] + pick(in, syllables)[:1] + pick(in, syllables)[:1])
		return [2]string{n + " " + pick(in, firmTails), n}
	}
	n := base + " " + pick(in, firmTails)
	if roll%3 == 0 {
		n += " " + pick(in, firmTails[:12])
	}
	return [2]string{n, base}
}

// number writes figures, days and sums.
func (in *inventor) number(kind string) (string, bool) {
	n := func(from, below int) string { return strconv.Itoa(from + in.chance.IntN(below-from)) }
	switch kind {
	case "n":
		return n(0, 10), true
	case "nn":
		return n(10, 100), true
	case "nnn":
		return n(100, 1000), true
	case "score":
		return n(0, 12) + "-" + n(0, 10), true
	case "sets":
		return n(0, 8) + "-" + n(4, 8) + " 6-" + n(0, 5) + " " + n(6, 8) + "-" + n(0, 7), true
	case "time":
		return n(1, 60) + ":" + n(10, 60) + "." + n(10, 100), true
	case "share":
		return "." + n(300, 700), true
	case "date":
		return n(1990, 2025) + "-0" + n(1, 10) + "-" + n(10, 29), true
	case "year":
		return n(1980, 2026), true
	case "day":
		return pick(in, days), true
	case "money":
		return n(1, 90) + " million", true
	}
	return "", false
}
