package stacks

import (
	"strings"

	"nutgraf/internal/news"
)

// The shapes in this file are of one article and must stay one.

// top writes the head of a page of one article and its headline.
func (p *press) top(a news.Article) {
	p.open(a.Headline+" | "+p.site, "")
	p.say(`<main><article><h1>%s</h1><p class="byline">%s</p><p class="date">%s</p>`, a.Headline, p.signed(a), p.day(a))
}

// live is a live page: posts with a time and a title each.
func live(p *press, articles []news.Article) {
	p.top(articles[0])
	p.style %= 2
	day := p.day(articles[0])
	posts := 0
	for _, a := range articles {
		for j, b := range a.Blocks {
			if b.Role != news.RoleParagraph || posts > 200 {
				continue
			}
			if posts++; j%2 == 0 {
				p.say(`<div class="post"><h2>%s</h2><p class="t"><time>%s, %s:%s</time></p>`, title(b.Text), day, 10+posts/50, 10+posts%50)
			}
			p.say(`<p>%s</p>`, b.Text)
		}
	}
	p.say(`</article></main>`)
	p.close()
}

// title makes a headline of the beginning of a text.
func title(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if i > 30 && (r == ' ' || i > 60) {
			return string(runes[:i])
		}
	}
	return s
}

// comments is an article with more words of readers below than of its own.
func comments(p *press, articles []news.Article) {
	p.top(articles[0])
	p.blocks(articles[0], "p", "")
	p.say(`</article><section id="discussion"><h2>What readers say</h2>`)
	for _, a := range articles[1:] {
		p.say(`<article class="comment"><h4>%s wrote</h4><div class="when">%s</div>`, strings.Split(p.by(a), ",")[0], p.day(a))
		p.blocks(a, "p", "")
		p.say(`<a href="#">Reply</a></article>`)
	}
	p.say(`</section></main>`)
	p.close()
}

// teasers is an article with a list of others below, each with headline, date and first words.
func teasers(p *press, articles []news.Article) {
	p.top(articles[0])
	p.blocks(articles[0], "p", "")
	p.say(`</article><div class="more-news">`)
	for i, a := range articles[1:] {
		p.say(`<div class="t"><h2><a href="/t/%s">%s</a></h2><span class="date">%s</span>`, i, a.Headline, p.day(a))
		for _, b := range a.Blocks {
			if b.Role == news.RoleParagraph {
				p.say(`<p>%s…</p>`, title(b.Text))
				break
			}
		}
		p.say(`</div>`)
	}
	p.say(`</div></main>`)
	p.close()
}

// subheadings is a long article whose parts are headed by titles.
func subheadings(p *press, articles []news.Article) {
	p.top(articles[0])
	for _, a := range articles {
		p.say(`<h2>%s</h2>`, a.Headline)
		p.blocks(a, "p", "")
	}
	p.say(`</article></main>`)
	p.close()
}

// timeline is an article whose sub-headings begin with dates.
func timeline(p *press, articles []news.Article) {
	p.top(articles[0])
	for _, a := range articles {
		p.say(`<h3>%s: %s</h3>`, p.day(a), a.Headline)
		p.blocks(a, "p", "")
	}
	p.say(`</article></main>`)
	p.close()
}

// questions is an interview: the questions in bold.
func questions(p *press, articles []news.Article) {
	p.top(articles[0])
	for _, a := range articles {
		p.say(`<p><b>%s?</b></p>`, a.Headline)
		p.blocks(a, "p", "")
	}
	p.say(`</article></main>`)
	p.close()
}
