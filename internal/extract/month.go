package extract

import (
	"strings"
	"time"
)

// months maps the first letters of month names, in the languages that pages are written in, to their number.
var months = buildMonths()

func buildMonths() map[string]time.Month {
	table := []string{
		"january jan januar janvier janv enero ene janeiro gennaio gen januari jänner ocak styczeń stycznia sty января январь янв січня ledna leden січень ιανουαρίου يناير januára ianuarie siječnja januara януари ינואר जनवरी জানুয়ারি มกราคม ม.ค január tammikuuta jaanuar janvāris sausio ژانویه",
		"february feb februar février févr fevrier febrero fevereiro fev febbraio februari şubat luty lutego lut февраля февраль фев лютого února únor φεβρουαρίου فبراير februára februarie veljače februara февруари פברואר फरवरी ফেব্রুয়ারি กุมภาพันธ์ ก.พ helmikuuta veebruar vasario فوریه",
		"march mar märz maerz mrz mars marzo março maart mart marzec marca марта март мар березня března březen μαρτίου مارس martie ožujka מרץ मार्च মার্চ มีนาคม มี.ค március märts maaliskuuta kovo marta",
		"april apr avril avr abril abr aprile nisan kwiecień kwietnia kwi апреля апрель апр квітня dubna duben απριλίου أبريل apríla aprilie travnja април אפריל अप्रैल এপ্রিল เมษายน เม.ย április aprill huhtikuuta balandžio آوریل aprila",
		"may mai mayo maio maggio mag mei mayıs maj maja мая май травня května květen μαΐου مايو mája svibnja מאי मई মে พฤษภาคม พ.ค május toukokuuta gegužės مه maí",
		"june jun juni juin junio junho giugno giu haziran czerwiec czerwca cze июня июнь июн червня června červen ιουνίου يونيو júna iunie lipnja юни יוני जून জুন มิถุนายน มิ.ย június juuni kesäkuuta birželio ژوئن juna",
		"july jul juli juillet juil julio julho luglio lug temmuz lipiec lipca lip июля июль июл липня července červenec ιουλίου يوليو júla iulie srpnja юли יולי जुलाई জুলাই กรกฎาคม ก.ค július juuli heinäkuuta liepos ژوئیه jula",
		"august aug août aout agosto ago augustus ağustos augusti sierpień sierpnia sie августа август авг серпня srpna srpen αυγούστου أغسطس augusta kolovoza אוגוסט अगस्त আগস্ট สิงหาคม ส.ค augusztus elokuuta rugpjūčio اوت avgusta avgust",
		"september sep sept septembre septiembre setembro set settembre eylül wrzesień września wrz сентября сентябрь сен вересня září σεπτεμβρίου سبتمبر septembra septembrie rujna септември ספטמבר सितंबर सितम्बर সেপ্টেম্বর กันยายน ก.ย szeptember syyskuuta rugsėjo سپتامبر",
		"october oct oktober okt octobre octubre outubro out ottobre ott ekim październik października paź октября октябрь окт жовтня října říjen οκτωβρίου أكتوبر októbra octombrie октомври אוקטובר अक्टूबर অক্টোবর ตุลาคม ต.ค október oktoober lokakuuta spalio اکتبر oktobra",
		"november nov novembre noviembre novembro kasım listopad listopada lis ноября ноябрь ноя listopadu νοεμβρίου نوفمبر novembra noiembrie studenoga studenog ноември נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน พ.ย marraskuuta lapkričio نوامبر",
		"december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre desember aralık grudzień grudnia gru декабря декабрь дек грудня prosince prosinec δεκεμβρίου ديسمبر decembra decembrie декември דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม ธ.ค detsember joulukuuta gruodžio دسامبر",
	}
	all := map[string]time.Month{}
	for i, names := range table {
		for name := range strings.FieldsSeq(names) {
			all[name] = time.Month(i + 1)
		}
	}
	return all
}

// monthNamed knows the names of months in any of the languages, and Hebrew ones with the preposition before them.
func monthNamed(name string) (time.Month, bool) {
	name = strings.TrimSuffix(name, ".")
	month, known := months[name]
	if !known {
		month, known = months[strings.TrimPrefix(name, "ב")]
	}
	return month, known
}
