package demo

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// calendar holds the names that a language gives to months and days, from January and from Sunday.
type calendar struct{ months, days []string }

// calendars of the three languages of the press; Arabic with the month names used from Cairo to the Gulf.
func calendars(language string) calendar {
	switch language {
	case "fr":
		return calendar{
			strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
			strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi"),
		}
	case "ar":
		return calendar{
			strings.Fields("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
			strings.Fields("الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت"),
		}
	}
	return calendar{
		strings.Fields("January February March April May June July August September October November December"),
		strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
	}
}

func (c calendar) month(t time.Time) string   { return c.months[t.Month()-1] }
func (c calendar) weekday(t time.Time) string { return c.days[t.Weekday()] }

// date writes "14 March" in the calendar's language.
func (c calendar) date(t time.Time) string { return strconv.Itoa(t.Day()) + " " + c.month(t) }

// longDate writes a day as readers see it, such as "Saturday 14 March 2026".
func longDate(t time.Time, language string) string {
	c := calendars(language)
	return c.weekday(t) + " " + c.date(t) + " " + strconv.Itoa(t.Year())
}

// placeholder is a day in an article's text, such as {weekday}, {weekday -1}, {date +3}, {month -30}, {year}.
var placeholder = regexp.MustCompile(`\{(weekday|date|month|year)(?: ([+-]?\d{1,4}))?\}`)

// dates fills the placeholders of all the item's texts. Days count from the item's own.
func (i *Item) dates() {
	fill := func(s string) string {
		return placeholder.ReplaceAllStringFunc(s, func(m string) string {
			part := placeholder.FindStringSubmatch(m)
			days, _ := strconv.Atoi(strings.TrimPrefix(part[2], "+")) // no number is today
			day, c := i.PublishedAt.AddDate(0, 0, days), calendars(i.Language)
			switch part[1] {
			case "weekday":
				return c.weekday(day)
			case "date":
				return c.date(day)
			case "month":
				return c.month(day)
			}
			return strconv.Itoa(day.Year())
		})
	}
	for _, s := range []*string{&i.Headline, &i.Summary, &i.Caption, &i.Correction} {
		*s = fill(*s)
	}
	for n := range i.Blocks {
		i.Blocks[n].Text = fill(i.Blocks[n].Text)
	}
}
