// Package enrich adds to an article what can be concluded from its words, its address and where it came from: its
// section, its language, its kind, whether it is news at all.
//
// [Enrich] is pure and never contradicts what a page says plainly: it fills what is empty and mends what is known
// to be wrong, such as an "opinion" shelved under politics.
//
// [Understand] reads what an article says: whom it names, who says what, when it happened, how many there were, which
// sentences tell it. It cuts the text once (text.Read) and asks the rooms below in turn: name, actor, date, quote, number,
// key. Raise [FactsVersion] when one of them reads better.
package enrich

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Hint is what is known of an article besides its page.
type Hint struct {
	FeedSection news.Section // of the feed, as its operator shelved it
	Source      news.Source
	Tags        []string // of the feed's entry
}

// Language guesses below these do not overrule what the page claims.
const (
	sureLanguage   = 0.9
	likelyLanguage = 0.5
	minStub        = 80 // characters; a report with less text than that is a stub
)

// Enrich returns the article with language, kind and section concluded, and NotNews set. The article given is not changed.
func Enrich(a news.Article, hint Hint) news.Article {
	body := a.Text()
	a.Language = language(a, body, hint)
	a.Kind = kind(a, body)
	a.Section, a.NotNews = section(a, hint)
	return a
}

// language prefers what the text itself shows when that is sure, because templates often claim the wrong one.
func language(a news.Article, body string, hint Hint) string {
	guess, confidence := text.Language(a.Headline + "\n" + a.Summary + "\n" + body)
	claimed := primary(a.Language)
	switch {
	case guess != "" && confidence >= sureLanguage && !relatives(claimed, guess):
		return guess
	case claimed != "":
		return claimed
	case guess != "" && confidence >= likelyLanguage:
		return guess
	case hint.Source.Language != "":
		return primary(hint.Source.Language)
	}
	return guess
}

// primary cuts a language tag to its first part, in the spelling that text.Language uses.
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	switch tag {
	case "nb":
		return "no"
	case "fil":
		return "tl"
	case "iw":
		return "he"
	case "in":
		return "id"
	case "cmn", "yue":
		return "zh"
	}
	if len(tag) < 2 || len(tag) > 3 {
		return ""
	}
	return tag
}

// relatives reports whether two languages are so close that the page's own claim is the better witness.
func relatives(claimed, guess string) bool {
	if claimed == guess {
		return true
	}
	for _, family := range []string{"bs hr sr sh", "id ms", "no nn da", "rn rw", "zu xh ss nr", "cs sk", "pt gl es", "fa prs tg", "bm ki", "en pcm", "fr ht", "st tn nso"} {
		if in(family, claimed) && in(family, guess) {
			return true
		}
	}
	return false
}

func in(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

// kind mends what the reader of the page could not know or left open.
func kind(a news.Article, body string) news.Kind {
	if a.Kind != "" && a.Kind != news.KindReport {
		return a.Kind
	}
	for _, word := range pathWords(a) {
		if k, ok := kindWords()[word]; ok {
			return k
		}
	}
	for _, e := range a.Enclosures {
		if len(body) < minStub && strings.HasPrefix(e.Type, "audio/") {
			return news.KindAudio
		}
		if len(body) < minStub && strings.HasPrefix(e.Type, "video/") {
			return news.KindVideo
		}
	}
	if len([]rune(body)) < minStub && len([]rune(a.Summary)) < minStub {
		return news.KindStub
	}
	return news.KindReport
}
