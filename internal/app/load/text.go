package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Invented places and what happens in them.
var (
	places = strings.Fields("Osk Marrow Tilling Harrowdale Pellin Quay Vantry Combe Ulver Sands Dunmere Aldholt Wick Penrose Sallow Brae Lorrick Fenny Stoke Gannet Point")
	people = strings.Fields("Mara Tobin Ilse Corwen Petra Halloran Jonas Reed Amina Sayle Otto Brand Noor Whitlock Edda Fairly Casper Lunn")
	words  = strings.Fields(`the council ferry harbour school bridge river road market winter plan vote budget workers residents library storm railway
		teachers farmers opened closed delayed approved rejected promised after before while because of for with and in on at from said asked
		new old larger smaller first second third last week month year morning evening people families shops boats trains houses fields`)
)

const (
	freshEntries = 3              // in a second edition
	spanOfFeed   = 96 * time.Hour // from the oldest entry to the newest
)

// item is an entry as the documents tell it.
type item struct {
	number  int
	title   string
	summary string
	content string
	author  string
	at      time.Time
}

// items are the entries of an edition, newest first. Entry n of a feed is the same in all editions.
func items(feed, edition int, made time.Time) []item {
	n := 20 + feed*7%31
	first := (edition - 1) * freshEntries
	all := make([]item, 0, n)
	for number := first + n - 1; number >= first; number-- {
		r := rand.New(rand.NewPCG(uint64(feed), uint64(number)))
		pause := spanOfFeed / time.Duration(n)
		it := item{
			number: number, title: title(r), summary: prose(r, 25+r.IntN(40)), author: pick(r, people) + " " + pick(r, people),
			at: made.Add(-spanOfFeed + pause*time.Duration(number-freshEntries)),
		}
		if feed%4 < 2 { // half of all publishers give the whole text
			it.content = "<p>" + prose(r, 60) + "</p><p>" + prose(r, 60) + `</p><p><a href="/more">` + prose(r, 6) + "</a></p>"
		}
		all = append(all, it)
	}
	return all
}

func title(r *rand.Rand) string {
	return pick(r, places) + " " + strings.TrimSuffix(prose(r, 5+r.IntN(5)), ".")
}

func prose(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i > 0:
			b.WriteByte(' ')
		case i%17 == 16:
			b.WriteString(pick(r, places))
			continue
		}
		b.WriteString(pick(r, words))
	}
	return b.String() + "."
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func rss(feed, edition int, host string, made time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>%s Courier, desk %d</title><link>%s/</link><description>What happens there</description><language>en-GB</language>
`, places[feed/perHost%len(places)], feed, host)
	for _, it := range items(feed, edition, made) {
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s/%d/%d.html</link><guid isPermaLink=\"false\">%d-%d</guid><pubDate>%s</pubDate><dc:creator>%s</dc:creator><description>%s</description>",
			it.title, host, feed, it.number, feed, it.number, it.at.UTC().Format(time.RFC1123Z), it.author, it.summary)
		if it.content != "" {
			fmt.Fprintf(&b, "<content:encoded><![CDATA[%s]]></content:encoded>", it.content)
		}
		b.WriteString("<category>local</category></item>\n")
	}
	return b.String() + "</channel></rss>\n"
}

func atom(feed, edition int, host string, made time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>%s Herald, desk %d</title><id>%s/feed/%d</id><link href="%s/"/><updated>%s</updated>
`, places[feed/perHost%len(places)], feed, host, feed, host, made.UTC().Format(time.RFC3339))
	escape := strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;")
	for _, it := range items(feed, edition, made) {
		fmt.Fprintf(&b, "<entry><title>%s</title><link rel=\"alternate\" href=\"%s/%d/%d.html\"/><id>%s/%d/%d</id><published>%s</published><updated>%[8]s</updated><author><name>%s</name></author><summary>%s</summary>",
			it.title, host, feed, it.number, host, feed, it.number, it.at.UTC().Format(time.RFC3339), it.author, it.summary)
		if it.content != "" {
			fmt.Fprintf(&b, "<content type=\"html\">%s</content>", escape.Replace(it.content))
		}
		b.WriteString("</entry>\n")
	}
	return b.String() + "</feed>\n"
}
