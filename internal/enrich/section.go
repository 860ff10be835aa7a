package enrich

import (
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// What each kind of evidence counts. An address names the section that the publisher itself chose; a feed's
// folder is the operator's rough shelf; words decide where nothing else speaks.
const (
	fromPage   = 3.0
	fromPath   = 3.0
	fromRegion = 0.4 // of that for "world" and "africa", which tell where something happened rather than what
	fromTags   = 1.5 // each, three at most
	fromFeed   = 2.0
	fromSource = 1.0
	fromWords  = 2.5 // at most
	enough     = 1.0 // below it the section stays unknown
)

// section weighs all evidence and returns the section with most of it, or "" when there is hardly any.
func section(a news.Article, body string, hint Hint) news.Section {
	votes := map[news.Section]float64{}
	vote := func(s news.Section, weight float64) {
		if s != "" && s.Valid() {
			votes[s] += weight
		}
	}
	vote(a.Section, fromPage)
	vote(hint.FeedSection, fromFeed)
	vote(hint.Source.Section, fromSource)
	for i, s := range pathSections(a) {
		weight := fromPath / float64(1+i) // the first name is the shelf, the next a board of it
		if s == news.SectionWorld {
			weight *= fromRegion
		}
		vote(s, weight)
	}
	for _, s := range tagSections(append(slices.Clone(a.Tags), hint.Tags...)) {
		vote(s, fromTags)
	}
	if a.Kind == news.KindOpinion {
		vote(news.SectionOpinion, fromPath+fromPage)
	}
	for s, share := range wordSections(a.Headline, a.Summary+" "+text.Excerpt(body, 300)) {
		vote(s, share*fromWords)
	}
	return most(votes)
}

// most returns the section with most votes; of equals the first on the front page.
func most(votes map[news.Section]float64) news.Section {
	best, top := news.Section(""), enough
	for _, s := range news.Sections() {
		if votes[s] > top {
			best, top = s, votes[s]
		}
	}
	return best
}

// pathWords returns the folded words of the directories of an article's address, and of its host's first label.
// The last part of the path is the headline, which is no shelf, unless it is a shelf with a number: "sport-5332714".
func pathWords(a news.Article) []string {
	var words []string
	for _, address := range []string{a.CanonicalURL, a.URL} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		label, _, _ := strings.Cut(u.Hostname(), ".")
		parts := strings.Split(strings.Trim(u.Path, "/"), "/")
		shelves := append([]string{label}, parts[:len(parts)-1]...)
		if shelf := numbered(parts[len(parts)-1]); shelf != "" {
			shelves = append(shelves, shelf)
		}
		for _, part := range shelves {
			part = text.Fold(part)
			words = append(words, part)
			if strings.ContainsAny(part, "-_") {
				words = append(words, text.Terms(strings.NewReplacer("-", " ", "_", " ").Replace(part))...)
			}
		}
		break
	}
	return words[:min(len(words), 24)]
}

// numbered returns the words before the number of an address such as "world-europe-5332714"; "" when it is no such.
func numbered(part string) string {
	cut := strings.LastIndexByte(part, '-')
	if cut < 1 || len(part)-cut < 6 || strings.Trim(part[cut+1:], "0123456789") != "" || strings.Count(part[:cut], "-") > 2 {
		return ""
	}
	return part[:cut]
}

// pathSections returns the sections that the address names, the first one first, each once.
func pathSections(a news.Article) []news.Section {
	var found []news.Section
	for _, word := range pathWords(a) {
		if s, ok := shelfWords[word]; ok && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return found
}

// tagSections returns at most three sections that tags name.
func tagSections(tags []string) []news.Section {
	var found []news.Section
	for _, tag := range tags[:min(len(tags), 20)] {
		folded := text.Fold(strings.TrimSpace(tag))
		s, ok := shelfWords[folded]
		if !ok {
			for _, term := range text.Terms(folded) {
				if s, ok = shelfWords[term]; ok {
					break
				}
			}
		}
		if ok && !slices.Contains(found, s) && len(found) < 3 {
			found = append(found, s)
		}
	}
	return found
}

// wordSections returns each section's share of the telling words of a text, damped when there are few. Words of
// the headline count thrice.
func wordSections(headline, body string) map[news.Section]float64 {
	counts := map[news.Section]float64{}
	all := 0.0
	count := func(s string, weight float64) {
		for _, term := range text.Terms(s) {
			if section, ok := topicWords[term]; ok {
				counts[section] += weight
				all += weight
			}
		}
	}
	count(headline, 3)
	count(body, 1)
	for s := range counts {
		counts[s] /= all + 2
	}
	return counts
}
