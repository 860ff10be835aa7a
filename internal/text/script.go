package text

import "unicode"

// script is a writing system, as far as it tells languages apart.
type script uint8

const (
	scriptNone script = iota
	scriptLatin
	scriptCyrillic
	scriptArabic
	scriptDevanagari
	scriptHebrew
	scriptEthiopic
	scriptBengali
	scriptTibetan
	scriptHan
	scriptKana
	scriptHangul
	scriptGreek
	scriptArmenian
	scriptGeorgian
	scriptThai
	scriptLao
	scriptKhmer
	scriptBurmese
	scriptGurmukhi
	scriptGujarati
	scriptOdia
	scriptTamil
	scriptTelugu
	scriptKannada
	scriptMalayalam
	scriptSinhala
	scriptThaana
	scriptNko
	scriptOlChiki
	scriptTifinagh
	scripts // their number
)

// scriptNames are the ISO 15924 codes of the scripts that more than one of our languages shares.
var scriptNames = [scripts]string{
	scriptLatin: "Latn", scriptCyrillic: "Cyrl", scriptArabic: "Arab", scriptDevanagari: "Deva",
	scriptHebrew: "Hebr", scriptEthiopic: "Ethi", scriptBengali: "Beng", scriptTibetan: "Tibt",
}

// onlyLanguage is the language of a script that just one of our languages uses.
var onlyLanguage = [scripts]string{
	scriptHan: "zh", scriptKana: "ja", scriptHangul: "ko", scriptGreek: "el", scriptArmenian: "hy", scriptGeorgian: "ka",
	scriptThai: "th", scriptLao: "lo", scriptKhmer: "km", scriptBurmese: "my", scriptGurmukhi: "pa", scriptGujarati: "gu",
	scriptOdia: "or", scriptTamil: "ta", scriptTelugu: "te", scriptKannada: "kn", scriptMalayalam: "ml", scriptSinhala: "si",
	scriptThaana: "dv", scriptNko: "nqo", scriptOlChiki: "sat", scriptTifinagh: "zgh",
}

// blocks are the ranges of Unicode that letters of these scripts stand in, rising.
var blocks = []struct {
	first, last rune
	script      script
}{
	{0x00C0, 0x024F, scriptLatin}, {0x0250, 0x02AF, scriptLatin}, {0x0370, 0x03FF, scriptGreek},
	{0x0400, 0x052F, scriptCyrillic}, {0x0531, 0x058F, scriptArmenian}, {0x05D0, 0x05F2, scriptHebrew},
	{0x0620, 0x06FF, scriptArabic}, {0x0750, 0x077F, scriptArabic}, {0x0780, 0x07BF, scriptThaana},
	{0x07C0, 0x07FF, scriptNko}, {0x08A0, 0x08FF, scriptArabic}, {0x0900, 0x097F, scriptDevanagari},
	{0x0980, 0x09FF, scriptBengali}, {0x0A00, 0x0A7F, scriptGurmukhi}, {0x0A80, 0x0AFF, scriptGujarati},
	{0x0B00, 0x0B7F, scriptOdia}, {0x0B80, 0x0BFF, scriptTamil}, {0x0C00, 0x0C7F, scriptTelugu},
	{0x0C80, 0x0CFF, scriptKannada}, {0x0D00, 0x0D7F, scriptMalayalam}, {0x0D80, 0x0DFF, scriptSinhala},
	{0x0E00, 0x0E7F, scriptThai}, {0x0E80, 0x0EFF, scriptLao}, {0x0F00, 0x0FFF, scriptTibetan},
	{0x1000, 0x109F, scriptBurmese}, {0x10A0, 0x10FF, scriptGeorgian}, {0x1100, 0x11FF, scriptHangul},
	{0x1200, 0x139F, scriptEthiopic}, {0x1780, 0x17FF, scriptKhmer}, {0x1C50, 0x1C7F, scriptOlChiki},
	{0x1C90, 0x1CBF, scriptGeorgian}, {0x1E00, 0x1EFF, scriptLatin}, {0x1F00, 0x1FFF, scriptGreek},
	{0x2D00, 0x2D2F, scriptGeorgian}, {0x2D30, 0x2D7F, scriptTifinagh}, {0x2D80, 0x2DDF, scriptEthiopic},
	{0x3041, 0x30FF, scriptKana}, {0x3400, 0x4DBF, scriptHan}, {0x4E00, 0x9FFF, scriptHan},
	{0xAA60, 0xAA7F, scriptBurmese}, {0xAC00, 0xD7A3, scriptHangul}, {0xF900, 0xFAFF, scriptHan},
	{0xFB1D, 0xFB4F, scriptHebrew}, {0xFB50, 0xFDFF, scriptArabic}, {0xFE70, 0xFEFC, scriptArabic},
	{0xFF66, 0xFF9D, scriptKana}, {0x20000, 0x3FFFF, scriptHan},
}

// scriptOf returns the script of a letter, and scriptNone for everything else.
func scriptOf(r rune) script {
	if r < 0x80 {
		if 'a' <= r|0x20 && r|0x20 <= 'z' {
			return scriptLatin
		}
		return scriptNone
	}
	if r == 0xD7 || r == 0xF7 {
		return scriptNone // × and ÷
	}
	low, high := 0, len(blocks)
	for low < high {
		middle := (low + high) / 2
		if blocks[middle].last < r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(blocks) && blocks[low].first <= r {
		return blocks[low].script
	}
	return scriptNone
}

// lower is unicode.ToLower with a short way for the commonest letters.
func lower(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}
