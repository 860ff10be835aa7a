package extract

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"nutgraf/internal/markup"
	"nutgraf/internal/text"
)

// Dates that a page shows to its readers, near the headline or below the text.

// publishedWords and updatedWords stand before a date that is shown.
var (
	publishedWords = []string{"published", "posted", "first published", "publié", "veröffentlicht", "publicado", "pubblicato", "gepubliceerd",
		"publicerad", "publisert", "udgivet", "julkaistu", "opublikowano", "опубликовано", "опубліковано", "erstellt",
		"yayınlanma", "giriş", "发布", "發布", "公開", "掲載", "입력", "نشر", "פורסם"}
	updatedWords = []string{"updated", "update:", "modified", "last reviewed", "aktualisiert", "aktualisierung", "geändert", "stand:", "mis à jour", "modifié", "actualizado", "actualizada",
		"atualizado", "atualizada", "aggiornato", "aggiornamento", "bijgewerkt", "uppdaterad", "oppdatert", "opdateret", "päivitetty",
		"zaktualizowano", "aktualizacja", "обновлено", "оновлено", "güncelleme", "更新", "수정", "تحديث", "עודכן"}
)

// shownDates are the first date that the page shows as that of publication and the first it shows as that of an update,
// in the lines near the headline, in a stack anywhere in the segment.
func (d *draft) shownDates() (published, revised claim) {
	from, to := max(d.seg.from, d.seg.headline-shownAbove), min(d.seg.to, max(0, d.seg.headline)+shownBelow)
	if d.page.plain || !d.single {
		from, to = d.seg.from, d.seg.to
	}
	long := 0
	for i := from; i < to && (published.t.IsZero() || published.label == labelNone || i < published.at+2); i++ {
		l := &d.page.leaves[i]
		if !l.words() || i == d.seg.headline || l.has(inNav|inFooter|inRelated|inTable) || l.has(inCaption) && !l.has(isTime) {
			continue
		}
		if len(l.text) > maxDated || l.sentence() && len(l.text) > 60 && !announced(l.text) || d.underPicture(i) {
			if i > d.seg.headline && l.chars > 200 {
				if long++; long > 3 && d.single && !d.page.plain {
					break
				}
			}
			continue
		}
		for _, c := range d.datesOf(i) {
			switch {
			case c.label == labelUpdated:
				if revised.t.IsZero() {
					revised = c
				}
			case published.t.IsZero(), published.label == labelNone && (c.label == labelPublished || published.at < d.seg.headline && i > d.seg.headline):
				published = c
			}
		}
	}
	return published, revised
}

// announced reports whether a line begins with the word for a date.
func announced(s string) bool {
	word, _ := labelAt(strings.ToLower(s[:min(len(s), 40)]))
	return word != labelNone
}

// underPicture reports whether a line stands right below a picture and says more than a date.
func (d *draft) underPicture(i int) bool {
	l := &d.page.leaves[i]
	return i > 0 && d.page.leaves[i-1].has(isPicture) && l.chars > 50 && !l.has(isTime|isAuthor) && !announced(l.text)
}

// datesOf reads the dates of one line, each with the word before it and with the exact time of its element.
func (d *draft) datesOf(i int) []claim {
	l := &d.page.leaves[i]
	var all []claim
	if strings.ContainsFunc(l.text, unicode.IsDigit) {
		for _, part := range labelled(l.line()) {
			if m, found := readMoment(part.text, d.monthFirst()); found {
				all = append(all, claim{moment: m, label: part.label, at: i, clue: "line beside the headline"})
			}
		}
	}
	for _, t := range d.page.evidence.times {
		if t.at != i {
			continue
		}
		known := false
		for j := range all {
			if c := &all[j]; c.t.Sub(t.t).Abs() < sameDate {
				known = true
				if !t.dateOnly && (c.dateOnly || c.zone == "" && t.zone != "") && (sameDay(c.t, t.t) || t.zone != "" && zeroZone(t.zone)) {
					c.moment, c.clue = exact(c.moment, t.moment), "time element beside the headline"
				}
			}
		}
		if !known && l.has(isTime) && len(all) == 0 {
			all = append(all, claim{moment: t.moment, label: max(t.label, labelOfText(l.text)), at: i, clue: "time element beside the headline"})
		}
	}
	return all
}

// line is a leaf's text with blanks where its pieces stand side by side, as designs part them by style alone.
func (l *leaf) line() string {
	if len(l.pieces) < 2 {
		return l.text
	}
	var b strings.Builder
	for _, p := range l.pieces {
		b.WriteString(p.text)
		b.WriteByte(' ')
	}
	return markup.Fold(b.String())
}

// exact is the instant of an attribute in the zone that the shown clock betrays.
func exact(shown, attribute moment) moment {
	if shown.dateOnly && sameDay(shown.t, attribute.t) {
		return attribute
	}
	if shown.dateOnly || shown.zone != "" {
		return shown
	}
	offset := shown.t.Sub(attribute.t).Round(15 * time.Minute)
	if offset == 0 || offset.Abs() > 14*time.Hour || sameDay(shown.t, attribute.t) && !zeroZone(attribute.zone) {
		return attribute
	}
	attribute.t = attribute.t.In(time.FixedZone("", int(offset.Seconds())))
	attribute.zone = attribute.t.Format("-07:00")
	return attribute
}

// labelledText is a piece of a line and what the word before it says.
type labelledText struct {
	text  string
	label label
}

// labelled cuts a line where a word announces a date: "Published: 3 May | Updated: 4 May".
func labelled(s string) []labelledText {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		s = lower
	}
	var parts []labelledText
	start, current := 0, labelNone
	for i := 0; i < len(lower); i++ {
		if i > 0 && lower[i-1] < 0x80 && lower[i] < 0x80 && unicode.IsLetter(rune(lower[i-1])) {
			continue // inside a word
		}
		next, length := labelAt(lower[i:])
		if next == labelNone {
			continue
		}
		if strings.TrimSpace(s[start:i]) != "" {
			parts = append(parts, labelledText{s[start:i], current})
		}
		start, current = i, next
		i += length - 1
	}
	return append(parts, labelledText{s[start:], current})
}

func labelAt(lower string) (label, int) {
	for _, word := range updatedWords {
		if strings.HasPrefix(lower, word) {
			return labelUpdated, len(word)
		}
	}
	for _, word := range publishedWords {
		if strings.HasPrefix(lower, word) {
			return labelPublished, len(word)
		}
	}
	return labelNone, 0
}

// labelOfText is what the first announcing word of a line says.
func labelOfText(s string) label {
	for _, part := range labelled(s) {
		if part.label != labelNone {
			return part.label
		}
	}
	return labelNone
}

// labelOfName is what the class or property of a time element says. Themes call the only date they show "updated", so
// that word counts only alone.
func labelOfName(name string) label {
	name = strings.ToLower(name)
	switch {
	case strings.Contains(name, "publish"), strings.Contains(name, "created"), strings.Contains(name, "posted"):
		return labelPublished
	case strings.Contains(name, "modified"), strings.Contains(name, "updated") && !strings.Contains(name, "date "):
		return labelUpdated
	}
	return labelNone
}

// dateBelow is a date below the text that says of itself that it is the one of publication, or that stands alone on its line.
func (d *draft) dateBelow() claim {
	for i := d.seg.to - 1; i > max(0, d.seg.headline); i-- {
		l := &d.page.leaves[i]
		if !l.words() || len(l.text) > 60 || l.has(inNav|inFooter|inRelated|inCaption) || !strings.ContainsFunc(l.text, unicode.IsDigit) {
			continue
		}
		before := i > 0 && labelOfText(d.page.leaves[i-1].text) == labelPublished && len(d.page.leaves[i-1].text) < 20
		for _, part := range labelled(l.text) {
			if part.label == labelPublished || before {
				if m, found := readMoment(part.text, d.monthFirst()); found {
					return claim{moment: m, clue: "line below the text"}
				}
			}
		}
	}
	return claim{}
}

// ago matches what pages write instead of a date, with the unit in the second or fourth group.
var (
	agoAfter  = text.Lazy(`(?i)\b(an?|\d{1,2})\s*(minutes?|mins?|hours?|hrs?|h|days?|d)\s+ago\b`)
	agoBefore = text.Lazy(`(?i)\b(?:vor|il y a|hace|há|för|for)\s+(\d{1,2})\s+(minuten?|minutes?|minutos?|stunden?|heures?|horas?|tagen?|jours?|días?|dias?|timmar|timer)\b`)
	agoCues   = []string{"ago", "vor ", "Vor ", "y a ", "ace ", "há ", "Há ", "sedan", "siden"}
)

// relativeDate reads "3 hours ago" in the lines under the headline, when it is known when the page was read.
func (d *draft) relativeDate() claim {
	if d.at.Now.IsZero() || d.seg.headline < 0 {
		return claim{}
	}
	for i := d.seg.headline + 1; i < min(d.seg.to, d.seg.headline+12); i++ {
		l := &d.page.leaves[i]
		if !l.words() || len(l.text) > 80 || l.has(inNav|inFooter|inAside|inRelated) || !anyIn(l.text, agoCues) {
			continue
		}
		m := agoAfter.FindStringSubmatch(l.text)
		if m == nil {
			m = agoBefore.FindStringSubmatch(l.text)
		}
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = 1
		}
		switch unit := strings.ToLower(m[2])[0]; unit {
		case 'm':
			return claim{moment: moment{t: d.at.Now.Add(-time.Duration(n) * time.Minute).Truncate(time.Minute)}, clue: "time since, beside the headline"}
		case 'h', 's', 't':
			if strings.HasPrefix(strings.ToLower(m[2]), "tag") {
				break
			}
			return claim{moment: moment{t: d.at.Now.Add(-time.Duration(n) * time.Hour).Truncate(time.Hour)}, clue: "time since, beside the headline"}
		}
		day := d.at.Now.AddDate(0, 0, -n)
		return claim{moment: moment{t: time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC), dateOnly: true}, clue: "time since, beside the headline"}
	}
	return claim{}
}
