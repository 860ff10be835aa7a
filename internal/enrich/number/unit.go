package number

import (
	"strings"

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

// money are the signs of currencies.
var money = map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₦": "NGN",
	"₱": "PHP", "฿": "THB", "₫": "VND", "₪": "ILS", "₸": "KZT", "₾": "GEL", "₵": "GHS", "￥": "JPY", "＄": "USD", "￡": "GBP"}

// dollars say whose a dollar is that stands right behind them.
var dollars = map[string]string{"US": "USD", "U.S": "USD", "U.S.": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "CAN": "CAD", "HK": "HKD", "S": "SGD", "NZ": "NZD",
	"NT": "TWD", "R": "BRL", "MX": "MXN", "Mex": "MXN", "CLP": "CLP", "COP": "COP", "AR": "ARS", "J": "JMD", "Z": "ZWL"}

// shared are currencies whose name several countries use: what it is called in each, the first where nothing tells.
var shared = map[string]string{
	"pound": "GB:GBP EG:EGP LB:LBP SY:SYP SD:SDG SS:SSP", "rupee": "IN:INR PK:PKR LK:LKR NP:NPR MU:MUR", "crown": "SE:SEK NO:NOK DK:DKK IS:ISK CZ:CZK",
	"franc": "CH:CHF CD:CDF RW:RWF SN:XOF CI:XOF ML:XOF BF:XOF NE:XOF TG:XOF BJ:XOF CM:XAF GA:XAF TD:XAF GN:GNF BI:BIF DJ:DJF KM:KMF",
	"peso":  "MX:MXN AR:ARS CL:CLP CO:COP PH:PHP UY:UYU CU:CUP DO:DOP", "dinar": "RS:RSD IQ:IQD KW:KWD JO:JOD DZ:DZD TN:TND LY:LYD BH:BHD",
	"rial": "IR:IRR SA:SAR QA:QAR OM:OMR YE:YER", "dirham": "AE:AED MA:MAD", "shilling": "KE:KES TZ:TZS UG:UGX SO:SOS",
	"dollar": "US:USD AU:AUD CA:CAD NZ:NZD SG:SGD HK:HKD TW:TWD JM:JMD ZW:ZWL LR:LRD NA:NAD FJ:FJD",
}

// symbolAt returns the currency whose sign token i is; "" when it is none.
func (f *finder) symbolAt(i int) string {
	if i < f.first || i >= f.end || f.p.Tokens[i].Kind != text.TokenMark {
		return ""
	}
	return money[f.p.Word(i)]
}

// signBefore reads the sign or code of a currency before token i; first is where it begins.
func (f *finder) signBefore(i int) (currency string, first int) {
	if code := f.symbolAt(i - 1); code != "" {
		first = i - 1
		if first > f.first && !f.p.Tokens[first].Spaced && code == "USD" {
			if whose := dollars[f.p.Word(first-1)]; whose != "" {
				return whose, first - 1
			}
		}
		return code, first
	}
	if i <= f.first || f.p.Tokens[i-1].Kind != text.TokenWord {
		return "", i
	}
	w := f.p.Word(i - 1)
	x := f.at(i - 1)
	if x.is(roleCurrency) && (len(w) == 3 && strings.ToUpper(w) == w || w == "Rs" || w == "Rs." || w == "KSh" || w == "Sh") {
		return f.currency(x.currency, i-1), i - 1
	}
	return "", i
}

// currency names the currency that a shared name means here: by the word of nationality before it, else by the
// countries that the article names.
func (f *finder) currency(name string, at int) string {
	codes := shared[name]
	if codes == "" {
		if name == "USD" && at > f.first && f.at(at-1).is(roleDollar) {
			return f.at(at - 1).currency
		}
		if name != "USD" {
			return name
		}
		codes = shared["dollar"]
	}
	if at > f.first {
		if code := codeIn(codes, f.nationality(at-1)); code != "" {
			return code
		}
	}
	best, most := codes[3:6], 0
	if name == "pound" || name == "USD" {
		return best // their home is where nobody says whose they are
	}
	for pair := range strings.FieldsSeq(codes) {
		n := 0
		for i := range f.actors {
			if f.actors[i].Country == pair[:2] {
				n += f.actors[i].Mentions
			}
		}
		if n > most {
			best, most = pair[3:], n
		}
	}
	return best
}

func codeIn(codes, country string) string {
	if at := strings.Index(codes, country+":"); country != "" && at >= 0 {
		return codes[at+3 : at+6]
	}
	return ""
}

// nationality returns the country that the word at token i means; "" when it means none.
func (f *finder) nationality(i int) string {
	start := f.p.Tokens[i].Start
	for _, m := range f.mentions {
		if m.Start <= start && start < m.End {
			if m.Actor >= 0 && m.Actor < len(f.actors) {
				return f.actors[m.Actor].Country
			}
			return ""
		}
	}
	return ""
}

// measured is the unit of an amount.
type measured struct {
	kind news.NumberKind
	unit string
	next int  // token behind it
	time bool // it is a length of time, which is nothing for the ledger
}

// unit reads the unit behind an amount.
func (f *finder) unit(a *amount) (measured, bool) {
	if m, ok, done := f.suffixUnit(a); done {
		return m, ok
	}
	j := a.next
	if f.dashAt(j) {
		j++
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
	for k := j; k <= j+2 && k < f.end && f.p.Tokens[k].Kind == text.TokenWord; k++ {
		x := f.at(k)
		if x.is(roleCurrency) {
			if code := f.currency(x.currency, k); code != "GBP" || x.currency != "pound" || f.sterling() {
				return measured{kind: news.NumberMoney, unit: code, next: k + 1}, true
			}
			return measured{kind: news.NumberMeasure, unit: "lb", next: k + 1}, true
		}
		if !x.is(roleDollar) && f.nationality(k) == "" && f.p.Word(k) != "US" {
			break
		}
	}
	return measured{}, false
}

// sterling reports whether the text speaks of pounds that are money.
func (f *finder) sterling() bool {
	if f.pounds == 0 {
		f.pounds = -1
		if strings.ContainsAny(f.p.Text, "£") || strings.Contains(f.p.Text, "terling") || strings.Contains(f.p.Text, " pence") {
			f.pounds = 1
		}
	}
	return f.pounds > 0
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
				a.low *= scale
			}
		} else {
			a.low *= scale
		}
		a.high *= scale
		a.suffix, a.scaled = "", true
		return m, false, false
	case symbols[s] != "":
		m, ok = f.perHour(symbols[s], a.next)
		return m, ok, true
	}
	return m, false, true
}
