package story

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
)

const (
	weightCounts  = 0.05 // of doubling a source's weight
	copyCosts     = 0.1
	outdatedCosts = 0.4
	steady        = 0.05 // by so much another headline must be better to take the place of one that was shown
)

// Openings and turns by which headlines lure, in the languages that have most of them. They say what kind of headline it
// is, never what it is about.
var (
	lures   = regexp.MustCompile(`(?i)^(here'?s|here’s|this is (why|how|what|the)|why |how to |what (we know|to know|you)|everything (you|we)|everything to know|\d+ (things|ways|reasons|facts|tips|takeaways|photos|pictures|best|questions)|top \d+|watch:?\b|video:|photos:|in pictures|in photos|quiz:|opinion:|analysis:|explainer:|explained:|podcast:|das (müssen|ist der grund)|warum |so |voici |pourquoi |ce que |cómo |por qué |estas son |así |как |почему |вот |что известно|perché |ecco )|you won['’]t believe|need to know|what happened next|goes viral|ce qu['’]il faut savoir|lo que (debe|hay que)`)
	stamped = regexp.MustCompile(`^((UPDATE|WRAPUP|RPT|CORRECTED|REFILE) ?\d*-?|\[?(BREAKING|EXCLUSIVE|ALERT|JUST IN)\]?\s*[:-])`)
	running = regexp.MustCompile(`(?i)^(live|latest|en direct|en directo|última hora|diretta|ao vivo|онлайн)\s*[:|–—-]|\b(live ?blog|live updates|as it happened|latest news|news (brief|roundup)|morning briefing|liveticker|minuto a minuto|онлайн-трансляция)\b|[:|–—]\s*(live|latest)$`)
)

// luring and lasting are parts of which every match of lures, or of running, has one: most headlines have none, and the
// expressions are slow.
var (
	luring = []string{"here'", "here’", "this is", "why ", "how ", "what ", "you ", "everything", "things", "ways", "reasons", "facts", "tips",
		"takeaways", "photos", "pictures", "best", "questions", "top ", "watch", "video:", "quiz:", "opinion:", "analysis:", "explain", "podcast:",
		"das ", "warum", "so ", "voici", "pourquoi", "ce qu", "cómo", "por qué", "estas son", "así", "как ", "почему", "вот ", "что известно",
		"perch", "ecco", "need to know", "goes viral", "lo que"}
	lasting = []string{"live", "latest", "direct", "diretta", "hora", "vivo", "онлайн", "as it happened", "brief", "roundup", "minuto"}
)

func hints(small string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(small, part) {
			return true
		}
	}
	return false
}

// headlineMerit judges by its form how well a headline would stand for its story.
func headlineMerit(a *news.Article) float32 {
	h := strings.TrimSpace(a.Headline)
	merit := 0.0
	if strings.ContainsAny(h, "?？؟") {
		merit -= 0.3
	}
	if strings.ContainsAny(h, "!！") || strings.HasSuffix(h, "…") || strings.HasSuffix(h, "...") {
		merit -= 0.2
	}
	small := strings.ToLower(h)
	if hints(small, luring) && lures.MatchString(h) {
		merit -= 0.35
	}
	if stamped.MatchString(h) {
		merit -= 0.2
	}
	if hints(small, lasting) && running.MatchString(h) {
		merit -= 0.3
	}
	if shouts(h) {
		merit -= 0.25
	}
	if strings.Contains(h, " | ") {
		merit -= 0.1
	}
	switch n := utf8.RuneCountInString(h); {
	case n < 12, n > 160:
		merit -= 0.4
	case n < 25, n > 120:
		merit -= 0.12
	}
	names, digits := capitals(h)
	merit += 0.03 * float64(min(names, 3))
	if digits {
		merit += 0.02
	}
	return float32(merit)
}

// shouts reports whether most of a headline stands in capitals.
func shouts(h string) bool {
	upper, lower := 0, 0
	for _, r := range h {
		if unicode.IsUpper(r) {
			upper++
		} else if unicode.IsLower(r) {
			lower++
		}
	}
	return upper > 5 && upper > lower
}

// lead is the article whose headline stands for the story: a central one of a source with weight, in a plain form. An
// older one whose numbers a newer one corrects stands back. Of equals the oldest; and what was shown stays until another
// is clearly better.
func (t *teller) lead(c *cluster) *item {
	var best, shown *item
	top, now := 0.0, 0.0
	for _, l := range t.lines {
		if l.place > 0 {
			continue
		}
		it := l.it
		merit := it.merit + float64(it.told.headline) + t.central(l) + weightCounts*weighed(it.weight)
		if it.family != it.id {
			merit -= copyCosts
		}
		if it.lang != c.lang {
			merit--
		}
		if t.outdated(l) {
			merit -= outdatedCosts
		}
		if it.id == c.shown {
			shown, now = it, merit
		}
		if best == nil || merit > top || merit == top && byTime(it, best) < 0 {
			best, top = it, merit
		}
	}
	if shown != nil && top < now+steady {
		best = shown
	}
	c.shown = best.id
	return best
}

// weighed brings a source's weight to a scale on which doubling counts one.
func weighed(weight float64) float64 {
	switch {
	case weight == 0:
		return 0
	case weight <= 0.25:
		return -2
	}
	n := 0.0
	for ; weight >= 2 && n < 4; weight /= 2 {
		n++
	}
	return n + weight - 1
}

// count is a number and the word that it counts: "12 dead", "3,000 homes".
type count struct{ number, what string }

// countsOf finds what a text counts.
func countsOf(s string) []count {
	if !strings.ContainsFunc(s, unicode.IsDigit) {
		return nil
	}
	var counts []count
	number := ""
	for word := range strings.FieldsSeq(s) {
		word = strings.Trim(word, ".,:;!?\"'()“”‘’")
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsDigit(first):
			number = word
			continue
		case number != "" && unicode.IsLetter(first) && utf8.RuneCountInString(word) > 2:
			counts = append(counts, count{number, strings.ToLower(word)})
		}
		number = ""
	}
	return counts
}
