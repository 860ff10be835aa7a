package date

// fixed are holidays of a day of a month, floating of a weekday: month, weekday, and which of them, -1 for the last. moved
// are so many days after Easter.
var (
	fixed = map[string][2]int{"newyear": {1, 1}, "epiphany": {1, 6}, "holocaust": {1, 27}, "valentine": {2, 14}, "defender": {2, 23},
		"womens": {3, 8}, "stpatrick": {3, 17}, "earth": {4, 22}, "liberation": {4, 25}, "anzac": {4, 25}, "mayday": {5, 1}, "victory": {5, 9},
		"juneteenth": {6, 19}, "canada": {7, 1}, "independence": {7, 4}, "bastille": {7, 14}, "assumption": {8, 15}, "unity": {10, 3},
		"halloween": {10, 31}, "allsaints": {11, 1}, "veterans": {11, 11}, "armistice": {11, 11}, "immaculate": {12, 8},
		"christmaseve": {12, 24}, "christmas": {12, 25}, "boxing": {12, 26}, "christmas2": {12, 26}, "newyearseve": {12, 31}}
	floating = map[string][4]int{"mlk": {1, 1, 3}, "presidents": {2, 1, 3}, "mother": {5, 7, 2}, "memorial": {5, 1, -1}, "father": {6, 7, 3},
		"labor": {9, 1, 1}, "columbus": {10, 1, 2}, "election": {11, 1, 1, 1}, "thanksgiving": {11, 4, 4}, "blackfriday": {11, 4, 4, 1},
		"cyber": {11, 4, 4, 4}} // the fourth: days after it
	moved = map[string]int{"ashwednesday": -46, "palm": -7, "goodfriday": -2, "easter": 0, "eastermonday": 1, "ascension": 39, "pentecost": 49,
		"whitmonday": 50, "corpus": 60}
)

// holiday returns the day of a year on which a holiday falls.
func holiday(name string, y int) int {
	if d, ok := fixed[name]; ok {
		return days(y, d[0], d[1])
	}
	if d, ok := floating[name]; ok {
		return nth(y, d[0], d[1], d[2]) + d[3]
	}
	return easter(y) + moved[name]
}

// nth returns the nth given weekday of a month, the last one for -1.
func nth(y, m, wd, n int) int {
	if n < 0 {
		last := days(y, m, monthDays(y, m))
		return last - (weekday(last)-wd+7)%7
	}
	first := days(y, m, 1)
	return first + (wd-weekday(first)+7)%7 + (n-1)*7
}

// easter returns Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
func easter(y int) int {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	return days(y, month, (h+l-7*m+114)%31+1)
}
