package enrich

import (
	"math"
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// What is said of an article's section besides its words, in powers of e: how much more probable it makes a section.
// An address names the section that the publisher itself chose; a feed's folder is the operator's rough shelf. The model
// knows addresses too; what is added here is for words it was never shown there, and for the sections it has no class for.
const (
	fromPage   = 3.0
	fromPath   = 2.5
	fromRegion = 0.4 // of that for "world" and "africa", which tell where something happened rather than what
	fromTags   = 2.0 // each, three at most
	fromFeed   = 2.0
	fromSource = 1.0
	trust      = 0.6  // power that tempers the model, which is surer than it is right
	possible   = 0.02 // no section is less probable
	enough     = 0.45 // a section that only the model names must be so probable
	surely     = 0.5  // what is probably no news counts as none
)

// section returns the most probable section of an article, or "" when none is, and whether it is no news: a forecast,
// a horoscope, advice, a list, something to buy.
func section(a news.Article, hint Hint) (s news.Section, notNews bool) {
	p := believe(&a)
	notNews = p[classOracle]+p[classGuide] > surely && (a.Kind == news.KindReport || a.Kind == news.KindStub || a.Kind == "")
	if a.Kind == news.KindOpinion {
		return news.SectionOpinion, false
	}
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
	return most(p, votes), notNews
}

// most returns the section that is most probable when what the model believes and the votes are taken together; "" when nobody
// named it and the model is not sure.
func most(p [classes]float64, votes map[news.Section]float64) news.Section {
	believed := map[news.Section]float64{}
	for c, share := range p {
		believed[sections[c]] += share
	}
	best, top := news.Section(""), 0.0
	for _, s := range news.Sections() {
		if v := math.Pow(believed[s]+possible, trust) * math.Exp(votes[s]); v > top {
			best, top = s, v
		}
	}
	if votes[best] == 0 && believed[best] < enough {
		return ""
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
		if s, ok := shelfWords()[word]; ok && !slices.Contains(found, s) {
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
		s, ok := shelfWords()[folded]
		if !ok {
			for _, term := range text.Terms(folded) {
				if s, ok = shelfWords()[term]; ok {
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
