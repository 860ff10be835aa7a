package number

import (
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// symbols are units and currencies as they are abbreviated, to the letter.
var symbols = map[string]string{
	"km": "km", "m": "m", "cm": "cm", "mm": "mm", "ft": "ft", "mi": "mi", "yd": "yd", "kg": "kg", "g": "g", "mg": "mg", "t": "t", "lb": "lb", "lbs": "lb", "oz": "oz",
	"ha": "ha", "l": "l", "L": "l", "ml": "ml", "mL": "ml", "hl": "hl", "km2": "km²", "m2": "m²", "m3": "m³", "kW": "kW", "MW": "MW", "GW": "GW", "TW": "TW", "kWh": "kWh",
	"KWh": "kWh", "MWh": "MWh", "GWh": "GWh", "TWh": "TWh", "mph": "mph", "kph": "km/h", "kmh": "km/h", "KB": "KB", "MB": "MB", "GB": "GB", "TB": "TB", "Hz": "Hz",
	"kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "hp": "hp", "hPa": "hPa", "mbar": "mbar", "sqm": "m²", "bbl": "bbl", "км": "km", "кг": "kg", "см": "cm", "мм": "mm", "га": "ha", "л": "l",
}

// measured is the unit of an amount.
type measured struct {
	kind news.NumberKind
	unit string
	next int  // token behind it
	time bool // it is a length of time, which is nothing for the ledger
	cold bool // "degrees below zero"
}

// unit reads the unit behind an amount.
func (f *finder) unit(a *amount) (measured, bool) {
	if m, ok, done := f.suffixUnit(a); done {
		return m, ok
	}
	j := a.next
	if f.dashAt(j) {
		if j++; utf8.RuneCountInString(f.word(j)) < 2 { // "317-м" is an ordinal
			return measured{}, false
		}
	} else if f.at(j).is(roleOf) && (a.vague || a.scaled || a.about) {
		j++
	}
	if j >= f.end {
		return measured{}, false
	}
	if code := f.symbolAt(j); code != "" && (!f.p.Tokens[j].Spaced || f.l.language != "en") && f.p.Tokens[min(j+1, f.end-1)].Kind != text.TokenNumber {
		return measured{kind: news.NumberMoney, unit: code, next: j + 1}, true
	}
	if w := f.p.Word(j); w == "%" || w == "٪" || w == "％" || w == "‰" {
		if j+1 < f.end && !f.p.Tokens[j+1].Spaced && f.p.Tokens[j+1].Kind == text.TokenNumber { // of an address: "%2C"
			return measured{}, false
		}
		if y := f.mark(j + 1); y.is(rolePoints) {
			return measured{kind: news.NumberPercent, unit: "pp", next: j + 1 + y.n}, true
		}
		return measured{kind: news.NumberPercent, unit: "%", next: j + 1}, true
	} else if w == "°" || w == "º" {
		return f.degree(j)
	} else if unit := symbols[w]; unit != "" && (len(w) > 1 || a.digits) {
		return f.perHour(unit, j+1)
	}
	return f.unitWord(j)
}

// unitWord reads a unit in words at token j.
func (f *finder) unitWord(j int) (measured, bool) {
	m := f.mark(j)
	switch x := m.lexeme; {
	case x.is(rolePoints):
		return measured{kind: news.NumberPercent, unit: "pp", next: j + m.n}, true
	case x.is(rolePercent):
		if y := f.mark(j + m.n); y.is(rolePoints) {
			return measured{kind: news.NumberPercent, unit: "pp", next: j + m.n + y.n}, true
		}
		return measured{kind: news.NumberPercent, unit: "%", next: j + m.n}, true
	case x.is(roleTime):
		return measured{next: j + 1, time: true}, true
	case x.is(roleDegrees):
		return f.degree(j)
	case (x.is(roleSquare) || x.is(roleCubic)) && f.at(j+1).is(roleUnit):
		return measured{kind: news.NumberMeasure, unit: f.power(f.at(j+1).unit, x), next: j + 2}, true
	case x.is(roleUnit):
		if y := f.at(j + 1); y.is(roleSquare) || y.is(roleCubic) {
			return measured{kind: news.NumberMeasure, unit: f.power(x.unit, y), next: j + 2}, true
		}
		return f.perHour(x.unit, j+1)
	}
	// Money may have a word before it that says whose: "3 million Canadian dollars".
	for k := j; k <= j+3 && k < f.end && f.p.Tokens[k].Kind == text.TokenWord; k++ {
		x := f.at(k)
		if x.is(roleCurrency) {
			if code := f.currency(x.currency, k); code != "GBP" || x.currency != "pound" || f.sterling() {
				return measured{kind: news.NumberMoney, unit: code, next: k + 1}, true
			}
			return measured{kind: news.NumberMeasure, unit: "lb", next: k + 1}, true
		}
		if f.nationality(k) == "" {
			break
		}
	}
	return measured{}, false
}

func (f *finder) power(unit string, x *lexeme) string {
	if x.is(roleCubic) {
		return unit + "³"
	}
	return unit + "²"
}

// perHour makes a speed of a length when "an hour" or "/h" follows at token j, and an area when a small two does.
func (f *finder) perHour(unit string, j int) (measured, bool) {
	m := measured{kind: news.NumberMeasure, unit: unit, next: j}
	if j >= f.end {
		return m, true
	}
	switch w := f.p.Word(j); {
	case w == "²" || w == "³":
		m.unit, m.next = unit+w, j+1
	case w == "/" && j+1 < f.end && (f.at(j+1).is(roleHour) || strings.EqualFold(f.p.Word(j+1), "s") || f.p.Word(j+1) == "ч"):
		m.unit, m.next = unit+"/h", j+2
		if strings.EqualFold(f.p.Word(j+1), "s") {
			m.unit = unit + "/s"
		}
	case (unit == "km" || unit == "mi") && j+1 < f.end && f.at(j+1).is(roleHour):
		m.unit, m.next = unit+"/h", j+2
	}
	if m.unit == "mi/h" {
		m.unit = "mph"
	}
	return m, true
}

// degree reads a temperature at token j, which says "degrees" or "°".
func (f *finder) degree(j int) (measured, bool) {
	m := measured{kind: news.NumberMeasure, next: j + 1}
	if j+1 < f.end {
		w, x := f.p.Word(j+1), f.at(j+1)
		switch {
		case x.is(roleCelsius) || w == "C" || w == "С": // the second is Cyrillic
			m.unit, m.next = "°C", j+2
		case x.is(roleFahrenheit) || w == "F":
			m.unit, m.next = "°F", j+2
		}
	}
	if m.unit == "" {
		warm := false
		for k := f.first; k < f.end && !warm; k++ {
			warm = f.at(k).is(roleWarm)
		}
		if !warm {
			return measured{}, false
		}
		m.unit = "°C"
		if strings.Contains(f.p.Text, "Fahrenheit") || strings.Contains(f.p.Text, "°F") {
			m.unit = "°F"
		}
	}
	if f.word(m.next) == "below" && (f.word(m.next+1) == "zero" || f.word(m.next+1) == "freezing") && m.unit == "°C" {
		m.next, m.cold = m.next+2, true
	}
	return m, true
}

// suffixUnit reads what stands right behind the digits: "5km", "£3.5m", "20k". Done is false when nothing does.
func (f *finder) suffixUnit(a *amount) (m measured, ok, done bool) {
	if a.suffix == "" {
		return m, false, false
	}
	s := a.suffix
	scale := 0.0
	switch s {
	case "k", "K":
		scale = 1e3
	case "m", "M", "mn", "mln", "mio", "Mio", "MM":
		scale = 1e6
	case "bn", "b", "B", "mrd", "Mrd", "Md":
		scale = 1e9
	case "tn", "trn", "T":
		scale = 1e12
	}
	code, _ := f.signBefore(a.first)
	after := f.mark(a.next)
	switch {
	case scale > 0 && (code != "" || f.symbolAt(a.next) != "" || after.is(roleCurrency)),
		scale > 0 && (s == "bn" || s == "k" || s == "K" || s == "mn" || after.is(rolePerson) || after.is(roleOf) && s == "m" && f.at(a.next+1).is(rolePerson)):
		if a.low == a.high || a.low < a.high/10 { // "$10-15m": both are millions
			if a.low == a.high {
				a.low = times(a.low, scale)
			}
		} else {
			a.low = times(a.low, scale)
		}
		a.high = times(a.high, scale)
		a.suffix, a.scaled = "", true
		return m, false, false
	case s == "C" || s == "F":
		return measured{kind: news.NumberMeasure, unit: "°" + s, next: a.next}, true, true
	case symbols[s] != "":
		m, ok = f.perHour(symbols[s], a.next)
		return m, ok, true
	}
	return m, false, true
}
