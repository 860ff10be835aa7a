package stacks

import (
	"fmt"

	"nutgraf/internal/news"
)

// theme is what a page's author decided once for all articles of the page.
type theme struct {
	open, close string // round an article
	head, tail  string // of its headline
	above       int    // what stands above the headline
	below       int    // and below
	foot        int    // and under the text
	labels      bool
	more        bool // a link to the rest at the very end
	related     bool // links to others after each
	between     string
}

func one(p *press, of ...string) string { return of[p.r.IntN(len(of))] }

// varied is stacks of themes put together by chance: what stands above the headline, below it and under the text, and in
// which elements.
func varied(p *press, articles []news.Article) {
	boxes := [...][2]string{{"", ""}, {"<div>", "</div>"}, {`<article class="item">`, "</article>"}, {`<section class="x">`, "</section>"}, {"<li>", "</li>"}}
	heads := [...][2]string{{"<h1>", "</h1>"}, {"<h2>", "</h2>"}, {"<h2><a href='/x'>", "</a></h2>"}, {"<h3 class='t'>", "</h3>"}, {"<h3><a href='/y'>", "</a></h3>"}, {"<p><b>", "</b></p>"}, {"<div class='title'>", "</div>"}}
	t := theme{labels: p.r.IntN(3) == 0, above: p.r.IntN(6), below: p.r.IntN(11), foot: p.r.IntN(12), more: p.r.IntN(4) == 0, related: p.r.IntN(5) == 0, between: one(p, "", "", `<div class="ad">Advertisement</div>`)}
	box, head := boxes[p.r.IntN(len(boxes))], heads[p.r.IntN(len(heads))]
	t.open, t.close, t.head, t.tail = box[0], box[1], head[0], head[1]
	if (t.below == 0 || t.below > 7) && t.above > 1 && t.foot > 7 {
		t.foot = p.r.IntN(8) // nothing else parts the articles
	}
	p.open(one(p, p.site, p.site+" | News", "Archive - "+p.site, "News"), "")
	p.WriteString(one(p, "", "<main>", "<h1>News</h1>\n", "<h2>Latest</h2>\n", "<h1>Archive for March 2025</h1>\n", "<h1>"+p.site+"</h1><p>Good morning. Here is what happened since yesterday, in full.</p>\n"))
	for n, a := range articles {
		p.item(t, n, a)
		if t.related {
			p.say(`<div><h4>%s</h4><ul>`, one(p, "Related", "Read also", "More on this"))
			for i, other := range pickTwo(p, articles) {
				p.say(`<li><a href="/o%s">%s</a></li>`, i, other.Headline)
			}
			p.say(`</ul></div>`)
		}
	}
	if p.r.IntN(3) == 0 {
		p.say(`<div class="side"><h4>Trending</h4><ul>`)
		for i, a := range articles[:min(5, len(articles))] {
			p.say(`<li><a href="/z%s">%s</a></li>`, i, a.Headline)
		}
		p.say(`</ul></div>`)
	}
	p.say(one(p, "", `<a href="/2">Older posts</a>`, `<p>1 2 3 Next</p>`))
	p.close()
}

// item writes one article in a theme.
func (p *press) item(t theme, n int, a news.Article) {
	p.WriteString(t.open)
	if t.labels {
		p.say(`<div class="cat">%s</div>`, one(p, "World", "Local news", "Sport", "Business", "Culture"))
	}
	switch t.above {
	case 0:
		p.say(`<p class="d">%s</p>`, p.day(a))
	case 1:
		p.say(`<p class="d">%s | %s</p>`, p.day(a), p.by(a))
	}
	p.WriteString(t.head)
	p.say(`%s`, a.Headline)
	p.WriteString(t.tail)
	switch t.below {
	case 1:
		p.say(`<p class="d">%s</p>`, p.day(a))
	case 2:
		p.say(`<p class="d">%s</p>`, p.signed(a))
	case 3:
		p.say(`<p>%s</p><p>%s</p>`, p.signed(a), p.day(a))
	case 4:
		p.say(`<p>%s</p><p>%s</p>`, p.day(a), p.by(a))
	case 5:
		p.say(`<p>Posted on %s by %s</p>`, p.day(a), p.by(a))
	case 6:
		p.say(`<p>%s · %s</p>`, p.signed(a), p.day(a))
	case 7:
		p.say(`<p>Published: %s</p><p>%s</p>`, p.day(a), p.signed(a))
	}
	p.blocks(a, "p", t.between)
	switch t.foot {
	case 0:
		p.say(`<p><a href="/a/%s">%s</a></p>`, n, "Read more")
	case 1:
		p.say(`<p>Tags: <a href="/t">news</a>, <a href="/u">%s</a></p>`, p.site)
	case 2:
		p.say(`<p>%s comments</p>`, p.r.IntN(40))
	case 3:
		p.say(`<p>— %s</p>`, p.by(a))
	case 4:
		p.say(`<p>* * *</p>`)
	case 5:
		p.say(`<p><a href="/a/%s">Continue reading</a></p>`, n)
	case 6:
		p.say(`<div><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Email</a></div>`)
	case 7:
		p.say(`<p>— %s, %s</p>`, p.by(a), p.day(a))
	}
	if t.more {
		p.say(`<p><a href="/b/%s">%s</a></p>`, n, "Read the whole story")
	}
	p.WriteString(t.close + "\n")
}

func pickTwo(p *press, articles []news.Article) []news.Article {
	i := p.r.IntN(len(articles))
	return articles[i:min(i+2, len(articles))]
}

// parts is one article in parts, as reports in numbers, programmes, chronicles, and collections of notes or replies are.
func parts(p *press, articles []news.Article) {
	p.top(articles[0])
	if p.r.IntN(4) > 0 {
		p.blocks(articles[0], "p", "")
	}
	head, below, tag := p.r.IntN(6), p.r.IntN(8), one(p, "h2", "h3", "h4", "b")
	for n, a := range articles {
		title := a.Headline
		switch head {
		case 0:
			title = fmt.Sprintf("%d. %s", n+1, title)
		case 1:
			title = p.day(a) + ": " + title
		case 2:
			title = p.day(a) + " – " + title
		case 3:
			title += ":"
		case 4:
			title = "Q: " + title + "?"
		}
		p.say("<div><"+tag+">%s</"+tag+">", title)
		switch below {
		case 0:
			p.say(`<p>%s, %s:%s</p>`, p.day(articles[0]), 10+n%9, 10+n)
		case 1:
			p.say(`<p>Updated %s ago</p>`, fmt.Sprint(n+2, " hours"))
		case 2:
			p.say(`<p>Where: %s</p>`, p.site)
		case 3:
			p.say(`<p>Source: %s</p>`, p.by(a))
		case 4:
			p.say(`<p>%s says:</p><p>%s</p>`, p.by(a), p.day(a))
		}
		for i, b := range a.Blocks {
			if i > 1+n%7 && below != 7 {
				break
			}
			if b.Text != "" {
				p.say(`<p>%s</p>`, b.Text)
			}
		}
		if below == 4 {
			p.say(`<p>Reply</p>`)
		}
		p.say(`</div>`)
	}
	p.say(`</article></main>`)
	p.close()
}
