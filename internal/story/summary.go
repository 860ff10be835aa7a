package story

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// changed returns the stories that changed since the last grouping, complete, by rising ID.
func (w *Window) changed() []news.Story {
	var stories []news.Story
	for _, c := range w.clusters {
		if c.changed {
			c.changed = false
			stories = append(stories, w.story(c))
		}
	}
	slices.SortFunc(stories, func(a, b news.Story) int { return cmp.Compare(a.ID, b.ID) })
	return stories
}

// story tells a cluster as readers see it.
func (w *Window) story(c *cluster) news.Story {
	chosen := c.telling()
	t := newTeller(chosen, c.lang)
	lead := t.lead(c)
	s := news.Story{
		ID: c.id, Headline: lead.headline, Summary: lead.summary, Language: c.lang, Section: c.section(), Lead: lead.id,
		LeadSource: lead.source, Articles: len(c.members), FirstSeenAt: lead.at, UpdatedAt: c.newest,
		Keys: t.keys(lead), Phrases: t.phrases(),
	}
	if it := picture(chosen, lead); it != nil {
		s.Image, s.ImageOf, s.ImageSource = it.image, it.id, it.source
	}
	s.Lineages, s.Independent = lineages(c.members)
	sources, idle := map[news.SourceID]bool{}, 0
	members := make([]Member, len(c.members))
	for i, it := range c.members {
		sources[it.source] = true
		if it.notNews {
			idle++
		}
		if it.at.Before(s.FirstSeenAt) {
			s.FirstSeenAt = it.at
		}
		if it.family != it.id {
			it.told.sentences = nil // its original's do
		}
		members[i] = Member{Source: it.source, Weight: it.weight, At: it.at, Family: it.family, Country: it.country}
	}
	s.Sources, s.NotNews = len(sources), 2*idle > len(c.members)
	s.Independent = min(s.Independent, s.Sources) // an agency and a desk may speak through one source
	if w.options.Score != nil {
		w.options.Score(&s, members)
	}
	return s
}

// merit says how well an article's form suits a lead: what a reader would like to open first.
func merit(a *news.Article, body string) float64 {
	merit := 0.0
	switch a.Kind {
	case news.KindOpinion, news.KindReview:
		merit -= 0.4
	case news.KindVideo, news.KindAudio, news.KindGallery, news.KindStub, news.KindRelease:
		merit -= 0.25
	case news.KindLive:
		merit -= 0.1
	}
	if a.Truncated {
		merit -= 0.1
	}
	if a.Image.URL != "" {
		merit += 0.05
	}
	if len(body) < 400 {
		merit -= 0.1
	}
	return merit
}

// summary takes the publisher's standfirst, or the beginning of the text.
func summary(a *news.Article, body string) string {
	if a.Summary != "" {
		return text.Excerpt(a.Summary, summaryWords)
	}
	first, _, _ := strings.Cut(body, "\n\n")
	return opening(text.Prefix(first, summaryWords*24))
}

// opening takes as many whole sentences as fit, or what fits of them when that would leave little.
func opening(s string) string {
	cut := text.Excerpt(s, summaryWords)
	if !strings.HasSuffix(cut, "…") {
		return cut
	}
	whole := ""
	for _, sentence := range text.Sentences(s) {
		fits := text.Excerpt(s[:sentence.End], summaryWords)
		if strings.HasSuffix(fits, "…") {
			break
		}
		whole = fits
	}
	if len(whole) < len(cut)/3 {
		return cut
	}
	return whole
}

// section is the one that most texts of the story are shelved under; of equals the first on the front page.
func (c *cluster) section() news.Section {
	votes, voted := map[news.Section]int{}, map[news.ArticleID]bool{}
	for _, it := range c.members {
		if it.section != "" && !voted[it.family] {
			voted[it.family] = true
			votes[it.section]++
		}
	}
	best := news.Section("")
	for _, s := range news.Sections() {
		if votes[s] > votes[best] {
			best = s
		}
	}
	return best
}
