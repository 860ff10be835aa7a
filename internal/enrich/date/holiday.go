package date

// holiday returns the day of a year on which a holiday falls.
func holiday(name string, y int) int {
	switch name {
	case "newyear":
		return days(y, 1, 1)
	case "epiphany":
		return days(y, 1, 6)
	case "mlk":
		return nth(y, 1, 1, 3)
	case "valentine":
		return days(y, 2, 14)
	case "presidents":
		return nth(y, 2, 1, 3)
	case "defender":
		return days(y, 2, 23)
	case "womens":
		return days(y, 3, 8)
	case "stpatrick":
		return days(y, 3, 17)
	case "liberation":
		return days(y, 4, 25)
	case "mayday":
		return days(y, 5, 1)
	case "victory":
		return days(y, 5, 9)
	case "memorial":
		return nth(y, 5, 1, -1)
	case "juneteenth":
		return days(y, 6, 19)
	case "independence":
		return days(y, 7, 4)
	case "bastille":
		return days(y, 7, 14)
	case "assumption":
		return days(y, 8, 15)
	case "labor":
		return nth(y, 9, 1, 1)
	case "unity":
		return days(y, 10, 3)
	case "columbus":
		return nth(y, 10, 1, 2)
	case "halloween":
		return days(y, 10, 31)
	case "allsaints":
		return days(y, 11, 1)
	case "election":
		return nth(y, 11, 1, 1) + 1
	case "veterans", "armistice":
		return days(y, 11, 11)
	case "thanksgiving":
		return nth(y, 11, 4, 4)
	case "blackfriday":
		return nth(y, 11, 4, 4) + 1
	case "immaculate":
		return days(y, 12, 8)
	case "christmaseve":
		return days(y, 12, 24)
	case "christmas":
		return days(y, 12, 25)
	case "boxing", "christmas2":
		return days(y, 12, 26)
	case "newyearseve":
		return days(y, 12, 31)
	}
	return easter(y) + map[string]int{"ashwednesday": -46, "palm": -7, "goodfriday": -2, "eastermonday": 1, "ascension": 39,
		"pentecost": 49, "whitmonday": 50, "corpus": 60}[name]
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
