package extract

// alternatives are the other headlines that the publisher gives the article.
func (d *draft) alternatives() {
	e := &d.page.evidence
	outlet := []string{d.Outlet, e.host(), hostName(d.at.URL)}
	candidates := append([]string{e.first("og:title"), e.first("twitter:title"), d.ld.headline}, d.ld.other...)
	candidates = append(candidates, e.first("parsely-title", "sailthru.title", "dc.title", "headline"), e.title)
	if h := d.seg.headline; h >= 0 && h < len(d.page.leaves) {
		candidates = append(candidates, d.page.leaves[h].text) // with its kicker
	}
	seen := map[string]bool{squeeze(d.Headline): true, "": true}
	for _, title := range candidates {
		title = withoutOutlet(title, outlet)
		if key := squeeze(title); !seen[key] && len(title) < 400 && len(d.Alternatives) < maxAlternatives && !sameOutlet(title, outlet, true) {
			seen[key] = true
			d.Alternatives = append(d.Alternatives, title)
		}
	}
}

const maxAlternatives = 6
