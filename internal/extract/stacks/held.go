package stacks

import (
	"encoding/json"
	"html"

	"nutgraf/internal/news"
)

// The shapes in this file are held out: they judge the rules and were not looked at while those were made.

// above has the date above each heading and the author below.
func above(p *press, articles []news.Article) {
	p.open("Notes | "+p.site, "")
	p.say(`<h1>%s</h1><div class="stream">`, "Notes")
	for n, a := range articles {
		p.say(`<div class="note"><div class="when">%s</div><h2>%s</h2><div class="who">%s</div>`, p.day(a), a.Headline, p.by(a))
		p.blocks(a, "p", "")
		p.say(`<div class="foot"><a href="/n/%s">Permalink</a></div></div><hr>`, n)
	}
	p.say(`</div>`)
	p.close()
}

// table is the old web: layout by tables, headlines in bold, no class anywhere.
func table(p *press, articles []news.Article) {
	p.say(`<html><head><title>%s</title></head><body bgcolor="#ffffff"><table><tr><td><a href="/">Home</a> | <a href="/archive.html">Archive</a></td></tr><tr><td>`, p.site)
	for n, a := range articles {
		p.say(`<a name="n%s"></a><p><font size="4"><b>%s</b></font></p><p><font size="2">%s, by %s</font></p>`, n, a.Headline, p.day(a), p.by(a))
		p.blocks(a, "p", "")
		p.say(`<p align="center">* * *</p>`)
	}
	p.say(`</td></tr></table><p><font size="1">Copyright %s</font></p></body></html>`, p.site)
}

// scroll is an article with the next ones loaded below it; the page's head speaks of the first only.
func scroll(p *press, articles []news.Article) {
	first := articles[0]
	ld, err := json.Marshal(map[string]string{"@type": "NewsArticle", "headline": first.Headline, "datePublished": first.PublishedAt.Format("2006-01-02")})
	if err != nil {
		ld = nil
	}
	p.open(first.Headline+" - "+p.site, `<meta property="og:type" content="article"><meta property="og:title" content="`+html.EscapeString(first.Headline)+
		`"><script type="application/ld+json">`+string(ld)+`</script>`)
	for n, a := range articles {
		p.say(`<div class="story-wrap" id="s%s"><article><h1 class="hed">%s</h1><div class="byline">%s</div><time>%s</time><div class="story-text">`, n, a.Headline, p.signed(a), p.day(a))
		p.blocks(a, "p", "")
		p.say(`</div></article><aside class="related"><h3>Related</h3><ul>`)
		for i, other := range articles[:min(3, len(articles))] {
			p.say(`<li><a href="/s/%s">%s</a></li>`, i, other.Headline)
		}
		p.say(`</ul></aside></div>`)
	}
	p.close()
}

// signed has the author and place below each text, and a link to the rest.
func signed(p *press, articles []news.Article) {
	p.open(p.site+": today", "")
	p.say(`<div class="digest"><h1>Today in brief</h1>`)
	for n, a := range articles {
		p.say(`<div class="brief"><h3>%s</h3>`, a.Headline)
		p.blocks(a, "p", "")
		p.say(`<p class="sig">— %s, %s</p><p><a href="/b/%s">Read the full story</a></p></div>`, p.by(a), p.day(a), n)
	}
	p.say(`</div>`)
	p.close()
}

// sections has a section element for each article, with address and time elements.
func sections(p *press, articles []news.Article) {
	p.open(p.site, "")
	for _, a := range articles {
		p.say(`<section><h1>%s</h1><address>%s</address><time datetime="%s">%s</time>`, a.Headline, p.by(a), a.PublishedAt.Format("2006-01-02"), p.day(a))
		p.blocks(a, "p", "")
		p.say(`</section><hr>`)
	}
	p.close()
}

// standfirst has a label, a heading, a summary, and a line with author and date after it.
func standfirst(p *press, articles []news.Article) {
	p.open("Latest news - "+p.site, "")
	p.say(`<div class="river">`)
	for n, a := range articles {
		p.say(`<div class="card"><div class="kick">%s</div><h2 class="card-h"><a href="/k/%s">%s</a></h2>`, [...]string{"World", "Business", "Sport"}[n%3], n, a.Headline)
		if a.Summary != "" {
			p.say(`<p class="deck">%s</p>`, a.Summary)
		}
		p.say(`<div class="meta">%s | %s</div>`, p.signed(a), p.day(a))
		p.blocks(a, "p", `<div class="ad">Advertisement</div>`)
		p.say(`<div class="buttons"><a href="#">Facebook</a> <a href="#">Email</a></div></div>`)
	}
	p.say(`</div>`)
	p.close()
}
