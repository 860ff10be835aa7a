package web

import (
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// maxFigures is how many lines of figures a page shows.
const maxFigures = 6

// figureLine is what is told of one matter over time: "Dead: 12 → 15; one source still says 12".
type figureLine struct {
	Name    string            // "Dead"; empty where the subject says it all
	Subject string            // what is counted, in the words of a source
	Tongue  template.HTMLAttr // of the subject
	Steps   []figureStep
	Dissent []figureStep // the last word of sources that say otherwise
}

// figureStep is one figure, and who gives it.
type figureStep struct {
	Figure    news.Phrase // "at least 12"
	Sentence  string      // to the letter, where it may be shown
	Tongue    template.HTMLAttr
	Source    string
	Link      template.HTMLAttr // to the article here
	Publisher string            // to the sentence there
	When      stamp
}

// numberNames say what is counted where that goes without a subject, or before it. Of the other kinds the subject says it all.
var numberNames = map[news.NumberKind]string{
	news.NumberDead: news.Word("Dead"), news.NumberHurt: news.Word("Injured"), news.NumberMissing: news.Word("Missing"),
	news.NumberMoney: news.Word("Money:"), news.NumberVotes: news.Word("Votes:"), news.NumberPercent: news.Word("Share:"),
}

// worthTelling reports whether a line of figures belongs on a page: what happened to people always does; what several sources
// give when it is an amount; what is merely counted only when it changed, or somebody says otherwise, and enough sources count it that
// they must mean the same.
func worthTelling(c news.CountLine) bool {
	switch c.Kind {
	case news.NumberDead, news.NumberHurt, news.NumberMissing:
		return len(c.Steps) > 0
	case news.NumberMoney, news.NumberVotes, news.NumberPercent, news.NumberMeasure:
		return len(c.Steps) > 1 || c.Sources > 1 && len(c.Steps) > 0
	}
	return c.Sources > 2 && (len(c.Steps) > 1 || len(c.Steps) > 0 && len(c.Dissent) > 0)
}

// figures put what articles count in lines.
func (s *Site) figures(r *http.Request, counts []news.Count, quota *licence.Quota) []figureLine {
	if s.Counts == nil || len(counts) == 0 {
		return nil
	}
	var lines []figureLine
	for _, c := range s.Counts(counts) {
		if !worthTelling(c) || len(lines) == maxFigures {
			continue
		}
		line := figureLine{Name: numberNames[c.Kind], Subject: c.Subject, Tongue: tongue("")}
		if n := len(c.Steps); n > 0 {
			line.Tongue = tongue(c.Steps[n-1].Language)
		}
		if line.Name != "" && !strings.HasSuffix(line.Name, ":") {
			line.Subject = "" // the name says it
		}
		line.Steps = worded(c.Steps, func(step news.Count) figureStep { return s.figureStep(r, step, quota) })
		line.Dissent = worded(c.Dissent, func(other news.Count) figureStep { return s.figureStep(r, other, quota) })
		lines = append(lines, line)
	}
	return lines
}

func (s *Site) figureStep(r *http.Request, c news.Count, quota *licence.Quota) figureStep {
	sentence := quota.Take(s.grant(r, c.Licence), c.Article, c.Sentence)
	return figureStep{
		Figure: figure(c.Number), Sentence: sentence, Tongue: tongue(c.Language), Source: c.SourceName,
		Link: leadsTo(articlePath(c.Article, c.Headline)), Publisher: passageAddress(c.URL, sentence), When: when(c.At, s.Now()),
	}
}

// currencies are signs that stand before an amount.
var currencies = map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴", "RUB": "₽"}

// figure says a number as short as it can be told: "at least 12", "12–15", "$3.5 million", "42 %".
func figure(n news.Number) news.Phrase {
	amount := quantity(n.Value)
	if n.High > n.Value {
		amount = signs("%s–%s", amount, quantity(n.High))
	}
	switch {
	case n.Kind == news.NumberMoney && currencies[n.Unit] != "":
		amount = signs("%s%s", currencies[n.Unit], amount)
	case n.Kind == news.NumberMoney && n.Unit != "":
		amount = signs("%s\u00a0%s", n.Unit, amount)
	case n.Unit != "":
		amount = signs("%s\u00a0%s", amount, n.Unit)
	}
	switch n.Bound {
	case news.BoundAbout:
		return news.Say("about %s", amount)
	case news.BoundAtLeast:
		return news.Say("at least %s", amount)
	case news.BoundAtMost:
		return news.Say("at most %s", amount)
	}
	return amount
}

// quantity says a value: whole up to a million, then in millions and more.
func quantity(v float64) news.Phrase {
	switch size := math.Abs(v); {
	case size >= 1e12:
		return news.Say("%s\u00a0trillion", digits(v/1e12))
	case size >= 1e9:
		return news.Say("%s\u00a0billion", digits(v/1e9))
	case size >= 1e6:
		return news.Say("%s\u00a0million", digits(v/1e6))
	}
	return signs("%s", digits(v))
}

// signs joins what has no words of its own, and is no message.
func signs(text string, args ...any) news.Phrase { return news.Phrase{Text: text, Args: args} }

// digits writes a value with two decimals at most, and a true minus.
func digits(v float64) string {
	sign, amount := "", math.Abs(v)
	if v < 0 {
		sign = "\u2212"
	}
	if amount == math.Trunc(amount) && amount < 1e15 {
		return sign + count(int(amount))
	}
	return sign + strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(amount, 'f', 2, 64), "0"), ".")
}
