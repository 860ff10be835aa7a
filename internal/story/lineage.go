package story

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// origin is what an article says of where its text comes from.
type origin struct {
	agency string // that it names first, as it names it
	sole   bool   // and it names no person
	host   string // of its page
	home   string // host where its publisher says that the text lives; empty: its own
}

func originOf(a *news.Article) origin {
	o := origin{host: news.HostKey(a.URL)}
	if len(a.Agencies) > 0 {
		o.agency, o.sole = a.Agencies[0], len(a.Authors) == 0
	}
	if home := news.HostKey(a.CanonicalURL); home != o.host {
		o.home = home
	}
	return o
}

// voiceOf names the writer of an agency's text, however it is spelled: "The Associated Press" and "AP News" are "ap".
func voiceOf(agency string) string {
	words := slices.DeleteFunc(text.Terms(agency), func(w string) bool { return w == "the" })
	name := strings.Join(words, " ")
	if short, known := agencyVoices[name]; known {
		return short
	}
	return name
}

// agencyVoices are the agencies whose name is written in several ways.
var agencyVoices = map[string]string{
	"associated press": "ap", "ap news": "ap", "thomson reuters": "reuters", "agence france presse": "afp", "deutsche presse agentur": "dpa",
	"agencia efe": "efe", "agencia lusa": "lusa", "kyodo news": "kyodo", "jiji press": "jiji", "yonhap news": "yonhap", "yonhap news agency": "yonhap",
	"press association": "pa", "pa media": "pa", "canadian press": "cp", "australian associated press": "aap", "press trust of india": "pti",
	"asian news international": "ani", "xinhua news agency": "xinhua", "anadolu agency": "anadolu", "anadolu ajansı": "anadolu", "itar tass": "tass",
	"redazione ansa": "ansa",
}

// family is the held articles that carry one text, oldest first.
type family []*item

// agency is the one whose text it is: that of an article which names no person, else of any that others carry too, whose
// credit then is for the text and not for a picture or a paragraph of it.
func (f family) agency() string {
	for _, it := range f {
		if it.told.agency != "" && (it.told.sole || f.carried()) {
			return it.told.agency
		}
	}
	return ""
}

// carried reports whether more than one source has the text.
func (f family) carried() bool {
	return slices.ContainsFunc(f, func(it *item) bool { return it.source != f[0].source })
}

// owner is the article of the publisher whose own text it is: the first that says of no other site that the text lives
// there. Where one of them says so of another's site, that one is it. Nil: a site that has no article here.
func (f family) owner() *item {
	for _, it := range f {
		if it.told.home == "" {
			continue
		}
		for _, other := range f {
			if other.told.host == it.told.home {
				return other
			}
		}
	}
	for _, it := range f {
		if it.told.home == "" {
			return it
		}
	}
	return nil
}

// voice names who speaks in a text: an agency, a source, or a site. Texts with one voice are not independent of each
// other: copies of one text, two articles by one source, two texts of one agency however edited, and an agency's text
// beside that on the agency's own site.
func (f family) voice(ofHost map[string]string) string {
	if agency := f.agency(); agency != "" {
		return "agency " + voiceOf(agency)
	}
	owner := f.owner()
	if owner == nil {
		return "site " + f[0].told.home
	}
	if agency := ofHost[owner.told.host]; agency != "" {
		return "agency " + agency
	}
	return "source " + owner.source.String()
}

// lineages tells where the texts of a story come from, and how many voices there are in it: the number of independent
// reports, at least one.
func lineages(members []*item) (lines []news.Lineage, independent int) {
	byFamily, ofHost := map[news.ArticleID]family{}, map[string]string{}
	for _, it := range members {
		byFamily[it.family] = append(byFamily[it.family], it)
		if it.told.agency != "" {
			ofHost[agencyHost(voiceOf(it.told.agency), members)] = voiceOf(it.told.agency)
		}
	}
	delete(ofHost, "")
	voices := map[string]bool{}
	for id, f := range byFamily {
		slices.SortFunc(f, byTime)
		if at := slices.IndexFunc(f, func(it *item) bool { return it.id == id }); at > 0 { // the first that came leads
			f = slices.Concat(f[at:at+1], f[:at], f[at+1:])
		}
		voices[f.voice(ofHost)] = true
		if line := f.lineage(id); line.Agency != "" || len(line.Copies) > 0 {
			lines = append(lines, line)
		}
	}
	slices.SortFunc(lines, func(a, b news.Lineage) int {
		return cmp.Or(cmp.Compare(len(b.Copies), len(a.Copies)), cmp.Compare(a.Family, b.Family))
	})
	return lines[:min(len(lines), maxLineages)], max(1, len(voices))
}

// maxLineages is of how many texts a story tells where they come from.
const maxLineages = 200

// agencyHost is the host among the members' that is the agency's own: "reuters.com", "apnews.com".
func agencyHost(voice string, members []*item) string {
	voice = strings.ReplaceAll(voice, " ", "")
	for _, it := range members {
		if label, _, _ := strings.Cut(it.told.host, "."); label == voice || label == voice+"news" {
			return it.told.host
		}
	}
	return ""
}

func (f family) lineage(id news.ArticleID) news.Lineage {
	line := news.Lineage{Family: id, Agency: f.agency()}
	if owner := f.owner(); owner != nil && line.Agency == "" {
		line.Owner = owner.source
	}
	for _, it := range f[1:] {
		line.Copies = append(line.Copies, news.Relative{Article: it.id, Relation: relation(f[0], it)})
	}
	return line
}

// relation says what a copy is to the first article of its family.
func relation(first, it *item) news.Relation {
	switch a, b := &first.text, &it.text; {
	case a.exact == 0 || a.exact == b.exact:
		return news.RelationExact
	case compareTexts(a, b).contained < shortened:
		return news.RelationNear
	case float64(b.size) < shortened*float64(a.size):
		return news.RelationShortened
	case float64(b.size) > float64(a.size)/shortened:
		return news.RelationExtended
	}
	return news.RelationNear
}
