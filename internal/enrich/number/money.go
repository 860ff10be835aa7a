package number

import (
	"strings"

	"nutgraf/internal/text"
)

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

// currency names the currency that a shared name means here: by the word of nationality beside it, else by the
// countries that the article names.
func (f *finder) currency(name string, at int) string {
	codes := shared[name]
	if codes == "" {
		if name != "USD" {
			return name
		}
		codes = shared["dollar"]
	}
	for _, k := range [...]int{at - 1, at + 1} {
		if code := codeIn(codes, f.nationality(k)); code != "" {
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
	if i < f.first || i >= f.end {
		return ""
	}
	if x := f.at(i); x.is(roleNation) {
		return x.country
	}
	if at := f.mention(i); at >= 0 {
		if a := f.mentions[at].Actor; a >= 0 && a < len(f.actors) {
			return f.actors[a].Country
		}
	}
	return ""
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
