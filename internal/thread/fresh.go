package thread

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// How much is told as new.
const (
	maxFresh      = 2
	freshShare    = 0.4 // of a sentence's words that its thread did not know
	freshFewest   = 4   // such words at least
	freshAbout    = 2   // words that the story is about
	leadBonus     = 0.5 // for the first sentence
	leaderBonus   = 0.3 // for the article that leads the story
	quoteMalus    = 0.3
	freshReadings = 4  // articles that are searched for it
	knownFrom     = 24 // earlier stories of a thread whose words count as known
)

// fresh finds the sentences of a story that tell what its thread did not know: most of their words are new to it, and yet
// they name something of the story. A story that begins its thread has none.
func (t *Threads) fresh(s *told, g *Gist, lead news.ArticleID, articles []news.Article) []news.KeySentence {
	th := t.threads[s.thread]
	if th == nil {
		return nil
	}
	known := t.knownBefore(th, s)
	if known == nil {
		return nil
	}
	own := map[uint32]bool{}
	for _, trait := range g.Traits {
		own[trait.Hash] = true
	}
	type candidate struct {
		news.KeySentence
		score float64
		words map[uint16]bool
	}
	var found []candidate
	texts := ownTexts(articles)
	slices.Reverse(texts) // the newest tell most of what is new
	for _, a := range texts[:min(len(texts), freshReadings)] {
		body := text.Prefix(a.Text(), gistWords*24)
		for i, span := range text.Sentences(body) {
			sentence := body[span.Start:span.End]
			score, words := novelty(sentence, s.lang, known, own)
			if score == 0 || broken(sentence) {
				continue
			}
			score += leadBonus / float64(1+i)
			if a.ID == lead {
				score += leaderBonus
			}
			if first, _ := utf8.DecodeRuneInString(sentence); strings.ContainsRune(quotes, first) {
				score -= quoteMalus
			}
			found = append(found, candidate{news.KeySentence{Text: sentence, Article: a.ID, Source: a.SourceID}, score, words})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var fresh []news.KeySentence
	said := map[uint16]bool{}
	for _, c := range found {
		repeats := 0
		for w := range c.words {
			if said[w] {
				repeats++
			}
		}
		if len(fresh) == maxFresh || repeats*3 > len(c.words) {
			continue
		}
		for w := range c.words {
			said[w] = true
		}
		fresh = append(fresh, c.KeySentence)
	}
	return fresh
}

// knownBefore are the words of the stories of a thread that came before s; nil when s is its first.
func (t *Threads) knownBefore(th *thread, s *told) map[uint16]bool {
	at := slices.Index(th.stories, s)
	if at <= 0 {
		return nil
	}
	known := map[uint16]bool{}
	for _, other := range th.stories[max(0, at-knownFrom):at] {
		g, err := UnpackGist(other.id, other.packed)
		if err != nil {
			continue
		}
		for _, k := range g.Known {
			known[k] = true
		}
	}
	return known
}

// novelty scores a sentence: the share of its telling words that are not known, more when it names what the story is about.
// Too short and too long ones score nothing.
func novelty(sentence, lang string, known map[uint16]bool, own map[uint32]bool) (float64, map[uint16]bool) {
	terms := text.Terms(sentence)
	if len(terms) < 8 || len(terms) > 60 {
		return 0, nil
	}
	words := map[uint16]bool{}
	telling, fresh, about := 0.0, 0, 0
	for _, term := range terms {
		rare := scarcity(lang, term)
		if rare < 3 && !isNumber(term) {
			continue
		}
		stemmed := stem(term, lang)
		k := knownOf(stemmed)
		if words[k] {
			continue
		}
		words[k] = true
		telling++
		if !known[k] {
			fresh++
		}
		if own[traitOf(stemmed, traitName)] || own[traitOf(stemmed, traitWord)] {
			about++
		}
	}
	if fresh < freshFewest || about < freshAbout || float64(fresh) < freshShare*telling {
		return 0, nil
	}
	return float64(fresh)/telling + 0.15*float64(min(about, 5)) + 0.02*float64(min(fresh, 10)), words
}

// quotes open speech, which tells less than a report.
const quotes = "\"“”„«»'‘’"

// broken reports whether a sentence holds one side of a quotation only.
func broken(s string) bool {
	german := strings.Contains(s, "„") // there “ closes
	open, closed := strings.Count(s, "“"), strings.Count(s, "”")
	if german {
		open, closed = strings.Count(s, "„"), open+closed
	}
	return strings.Count(s, `"`)%2 != 0 || open != closed || strings.Count(s, "«") != strings.Count(s, "»")
}
