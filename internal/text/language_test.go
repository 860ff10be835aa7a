package text_test

import (
	"strings"
	"testing"

	"nutgraf/internal/text"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	cases := []struct{ want, in string }{
		{"en", "The council of Orvale voted on Tuesday to close the old bridge until spring."},
		{"fr", "Le conseil d'Orvale a voté mardi la fermeture du vieux pont jusqu'au printemps."},
		{"de", "Der Stadtrat von Orvale hat am Dienstag beschlossen, die alte Brücke bis zum Frühjahr zu sperren."},
		{"es", "El ayuntamiento de Orvale votó el martes cerrar el viejo puente hasta la primavera."},
		{"pt", "A câmara de Orvale votou na terça-feira o encerramento da velha ponte até à primavera."},
		{"it", "Il consiglio di Orvale ha votato martedì la chiusura del vecchio ponte fino a primavera."},
		{"nl", "De gemeenteraad van Orvale besloot dinsdag de oude brug tot het voorjaar te sluiten."},
		{"pl", "Rada miasta Orvale zdecydowała we wtorek o zamknięciu starego mostu do wiosny."},
		{"sv", "Kommunfullmäktige i Orvale beslutade på tisdagen att stänga den gamla bron till våren."},
		{"tr", "Orvale belediye meclisi salı günü eski köprünün ilkbahara kadar kapatılmasına karar verdi."},
		{"vi", "Hội đồng thành phố Orvale hôm thứ Ba đã bỏ phiếu đóng cửa cây cầu cũ cho đến mùa xuân."},
		{"id", "Dewan kota Orvale pada hari Selasa memutuskan untuk menutup jembatan tua itu hingga musim semi."},
		{"sw", "Baraza la mji wa Orvale lilipiga kura Jumanne kufunga daraja la zamani hadi majira ya kuchipua."},
		{"ru", "Городской совет Орвале во вторник проголосовал за закрытие старого моста до весны."},
		{"uk", "Міська рада Орвале у вівторок проголосувала за закриття старого мосту до весни."},
		{"bg", "Градският съвет на Орвале гласува във вторник затварянето на стария мост до пролетта."},
		{"ar", "صوت مجلس مدينة أورفالي يوم الثلاثاء على إغلاق الجسر القديم حتى الربيع."},
		{"fa", "شورای شهر اوروال روز سه\u200cشنبه رأی داد که پل قدیمی تا بهار بسته بماند."},
		{"ur", "اوروال کی کونسل نے منگل کو پرانا پل بہار تک بند رکھنے کا فیصلہ کیا ہے۔"},
		{"he", "מועצת העיר אורבל הצביעה ביום שלישי על סגירת הגשר הישן עד האביב."},
		{"hi", "ओरवेल की नगर परिषद ने मंगलवार को पुराने पुल को वसंत तक बंद करने का फैसला किया है।"},
		{"zh", "市议会周二投票决定将旧桥关闭至春天。"},
		{"ja", "市議会は火曜日、古い橋を春まで閉鎖することを決めた。"},
		{"ko", "시의회는 화요일 봄까지 오래된 다리를 폐쇄하기로 결정했다."},
		{"el", "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα."},
		{"th", "สภาเมืองลงมติเมื่อวันอังคารให้ปิดสะพานเก่าจนถึงฤดูใบไม้ผลิ"},
		{"am", "የከተማው ምክር ቤት ማክሰኞ አሮጌው ድልድይ እስከ ጸደይ እንዲዘጋ ወሰነ።"},
		{"", "42 — 17.5 %"},
		{"", ""},
	}
	for _, c := range cases {
		got, sure := text.Language(c.in)
		if got != c.want {
			t.Errorf("Language(%q): got %q (%.2f), want %q", c.in, got, sure, c.want)
		}
		if c.want != "" && sure < 0.5 {
			t.Errorf("Language(%q): confidence %.2f, want at least 0.5", c.in, sure)
		}
	}
}

func BenchmarkLanguage(b *testing.B) {
	page := strings.Repeat("The council of Orvale voted on Tuesday to close the old bridge until spring, when the river falls. ", 40)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		text.Language(page)
	}
}

func BenchmarkTerms(b *testing.B) {
	page := strings.Repeat("The council of Orvale voted on Tuesday to close the old bridge until spring, when the river falls. ", 40)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		text.Terms(page)
	}
}

func BenchmarkSentences(b *testing.B) {
	page := strings.Repeat("The council of Orvale voted on Tuesday. It will close the old bridge until spring, when the river falls. ", 40)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		text.Sentences(page)
	}
}
