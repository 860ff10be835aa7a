package stacks

import "nutgraf/internal/news"

// The shapes in this file are those that the rules were made on; held.go has those that they were tried on.

// twice is the theme of aggregators: a label, the headline, "Published" and "on" with a date that may be missing, the
// headline again, picture and text with advertisements between, "Continue Reading".
func twice(p *press, articles []news.Article) {
	p.open(p.site, "")
	dates := p.r.IntN(2) == 0
	p.say(`<div class="connect">Connect with us</div>`)
	for n, a := range articles {
		p.say(`<div class="mvp-item"><h3 class="cat"><a href="/c">News</a></h3><h1 class="post-title">%s</h1><span>Published</span>`, a.Headline)
		if p.say(`<p class="on">on</p>`); dates {
			p.say(`<p class="date">%s</p>`, p.day(a))
		}
		p.say(`<p class="again">%s</p>`, a.Headline)
		p.picture(a)
		p.blocks(a, "p", `<div class="adv">Advertisement</div>`)
		if n > 0 {
			p.say(`<div class="adv">Advertisement</div><p class="cont"><a href="/a%s">Continue Reading</a></p>`, n)
		}
		p.say(`</div>`)
	}
	p.say(`<h4>Trending</h4>`)
	p.close()
}

func (p *press) picture(a news.Article) {
	if a.Image.Caption != "" {
		p.say(`<img src="/lead.jpg"><p>%s</p>`, a.Image.Caption)
	}
	if a.Image.Credit != "" {
		p.say(`<p>%s</p>`, a.Image.Credit)
	}
}

// blog is the front page of a blog with whole posts.
func blog(p *press, articles []news.Article) {
	p.open(p.site+" | Blog", "")
	p.say(`<h1 class="site-title"><a href="/">%s</a></h1><main id="content">`, p.site)
	for n, a := range articles {
		p.say(`<article class="post post-%s"><h2 class="entry-title"><a href="/p/%s">%s</a></h2>`, n, n, a.Headline)
		p.say(`<div class="entry-meta">Posted on <time>%s</time> by <a href="/u">%s</a></div><div class="entry-content">`, p.day(a), p.by(a))
		p.blocks(a, "p", "")
		p.say(`</div><footer>Filed under <a href="/t">News</a> | <a href="/p/%s#c">%s comments</a></footer></article>`, n, p.r.IntN(30))
	}
	p.say(`</main><div class="nav-previous"><a href="/2">← Older posts</a></div>`)
	p.close()
}

// dated is a column of headings with a date below each.
func dated(p *press, articles []news.Article) {
	p.open("News from "+p.site, "")
	p.say(`<div id="main">`)
	for _, a := range articles {
		p.say(`<h2>%s</h2><p class="date">%s</p>`, a.Headline, p.day(a))
		p.blocks(a, "p", "")
	}
	p.say(`</div>`)
	p.close()
}

// soup is div elements only, with classes that say nothing.
func soup(p *press, articles []news.Article) {
	p.open(p.site, "")
	class := func() string { return string(rune('a'+p.r.IntN(26))) + string(rune('a'+p.r.IntN(26))) + "7x" }
	box, head, when, body := class()+"q", class()+"w", class()+"e", class()+"r"
	p.say(`<div class="%s">`, class())
	for _, a := range articles {
		p.say(`<div class="%s"><div class="%s">%s</div><div class="%s">%s</div><div class="%s">%s</div>`, box, head, a.Headline, when, p.signed(a), when, p.day(a))
		p.blocks(a, `div class="`+body+`"`, "")
		p.say(`</div>`)
	}
	p.say(`</div>`)
	p.close()
}

// letter is a newsletter as mail programs show it: tables in tables, a heading that is a link, "Read more" below.
func letter(p *press, articles []news.Article) {
	p.say(`<html><body><table width="100%%"><tr><td><table width="600"><tr><td><p>View in browser</p><h1>%s</h1><p>Good morning. Here is what happened.</p></td></tr></table>`, p.site)
	for n, a := range articles {
		p.say(`<table width="600"><tr><td><h3><a href="/r/%s">%s</a></h3><p><i>%s</i></p>`, n, a.Headline, p.signed(a))
		p.blocks(a, "p", "")
		p.say(`<p><a href="/r/%s">Read more</a></p></td></tr></table>`, n)
	}
	p.say(`<table width="600"><tr><td><p>You receive this letter because you asked for it. <a href="/u">Unsubscribe</a></p></td></tr></table></td></tr></table></body></html>`)
}

// wire is a list of reports, each with a time above an upper headline.
func wire(p *press, articles []news.Article) {
	p.open(p.site+" newswire", "")
	p.say(`<div class="feed">`)
	for n, a := range articles {
		p.say(`<section class="report"><p class="stamp">%s</p><h2><a href="/w/%s">%s</a></h2><p class="src">%s</p>`, p.day(a), n, a.Headline, p.by(a))
		p.blocks(a, "p", "")
		p.say(`<p class="share"><a href="#">Share</a> <a href="#">Print</a></p></section>`)
	}
	p.say(`</div>`)
	p.close()
}
