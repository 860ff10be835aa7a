package web

import (
	"html/template"
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// maxCarriers is how many outlets a quotation names in a list, beside the first.
const maxCarriers = 3

// sayingLine is a quotation as lists show it: the words, who said them, and in which outlets they stand.
type sayingLine struct {
	URL        string // of its own page
	Link       template.HTMLAttr
	Words      string // to the letter
	Tongue     template.HTMLAttr
	Direct     bool
	Speaker    string // empty when nobody is named
	SpeakerURL string // empty when that is nobody with a page
	Role       string
	Told       string
	Said       daysLine // when it was said, where a carrier tells
	Sure       string   // how sure it is, in words; empty when it goes without saying
	First      carrierLine
	From       *carrierLine // whose wording it is, when that is not the first
	Also       []carrierLine
	More       int // outlets beyond those
	When       stamp
}

// carrierLine is an article that carries a quotation.
type carrierLine struct {
	Source    string
	Headline  string
	Tongue    template.HTMLAttr // of the headline, and of the wording
	Link      template.HTMLAttr // to the article here
	Publisher string            // to the words there
	When      stamp
	Copy      bool
	Other     bool   // its wording is another one
	Wording   string // when that is shown
}

// sayingLines words quotations for this reader, without those that nobody lets us quote.
func (s *Site) sayingLines(r *http.Request, sayings []news.Saying, quota *licence.Quota) []sayingLine {
	var lines []sayingLine
	for _, said := range sayings {
		if line := s.sayingLine(r, said, quota); line.Words != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (s *Site) sayingLine(r *http.Request, said news.Saying, quota *licence.Quota) sayingLine {
	now := s.Now()
	grant := func(l news.Licence) licence.Grant { return s.grant(r, l) }
	shown, quoted := quota.Saying(said, grant)
	line := sayingLine{
		URL: quotePath(said.ID), Words: shown.Text, Direct: said.Direct, Speaker: said.SpokenBy, Role: said.Role, Told: said.Told,
		Said: daysOf(said.SaidFrom, said.SaidUntil, now), Sure: certainty(said), When: when(said.FirstAt, now), Tongue: tongue(""),
	}
	line.Link = leadsTo(line.URL)
	if said.Speaker != 0 {
		line.SpeakerURL = entityPath(said.Speaker, said.SpokenBy)
	}
	if quoted > 0 {
		from := s.carrierLine(r, said, quoted, now)
		line.From = &from
	}
	named := map[news.SourceID]bool{}
	for i, c := range said.Carriers {
		if named[c.Source] {
			continue
		}
		named[c.Source] = true
		switch carrier := s.carrierLine(r, said, i, now); {
		case i == 0:
			line.First = carrier
		case len(line.Also) < maxCarriers:
			line.Also = append(line.Also, carrier)
		default:
			line.More++
		}
	}
	if quoted >= 0 {
		line.Tongue = tongue(said.Carriers[quoted].Language)
	}
	return line
}

// carrierLine is one carrier of a quotation, with a link that leads to the words at the publisher as far as they may be quoted.
func (s *Site) carrierLine(r *http.Request, said news.Saying, at int, now time.Time) carrierLine {
	c := said.Carriers[at]
	return carrierLine{
		Source: c.SourceName, Headline: unbroken(c.Headline, c.Language), Tongue: tongue(c.Language), Link: leadsTo(articlePath(c.Article, c.Headline)),
		Publisher: passageAddress(c.URL, s.grant(r, c.Licence).Key(c.Text)), When: when(c.At, now), Copy: c.Copy, Other: c.Text != said.Carriers[0].Text,
	}
}

// passageAddress leads to a quotation, or a sentence, at its publisher; where nothing of it may be shown, to the page.
func passageAddress(address, shown string) string {
	return outward(news.WordsAddress(outward(address), shown))
}

// How likely a quotation must be right for the words that say so.
const (
	almostCertain = .9
	probable      = .7
	possible      = .5
)

// likelyOnes leaves out what articles tell in their own words where that is too unlikely to be shown.
func likelyOnes(sayings []news.Saying) []news.Saying {
	return slices.DeleteFunc(slices.Clone(sayings), func(said news.Saying) bool { return !said.Direct && said.Likely < possible })
}

// byClass parts what stands in quotation marks from what articles tell in their own words.
func byClass(sayings []news.Saying) (direct, indirect []news.Saying) {
	for _, said := range likelyOnes(sayings) {
		if said.Direct {
			direct = append(direct, said)
		} else {
			indirect = append(indirect, said)
		}
	}
	return direct, indirect
}

// certainty says how sure it is that somebody said something. What stands in quotation marks goes without saying unless it is doubtful.
func certainty(said news.Saying) string {
	switch {
	case said.Direct && said.Likely >= possible:
		return ""
	case said.Direct:
		return news.Word("who said it is uncertain")
	case said.Likely >= almostCertain:
		return news.Word("almost certainly said")
	case said.Likely >= probable:
		return news.Word("probably said")
	}
	return news.Word("perhaps said")
}

func quotePath(id news.SayingID) string { return "/quote/" + id.String() }
