package extract

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

var (
	audioText   = text.Lazy(`(?i)(\bpodcasts?\b|\bthis episode\b|\blisten to (?:this|the) (?:episode|show)|\bradio show\b)`)
	videoTitle  = text.Lazy(`(?i)^(?:video|watch|vidéo|vídeo|видео)\s*[:|–-]`)
	videoText   = text.Lazy(`(?i)^(?:new )?video (?:loaded|player)|^watch (?:the|this) video`)
	liveTitle   = text.Lazy(`(?i)(^live\b|\blive updates?\b|\blive ?blog\b|\bliveticker\b|\ben direct\b|\ben vivo\b|: live$)`)
	opinionMark = text.Lazy(`(?i)(^opinion\b|\bop-ed\b|^editorial\b|^column:|^kommentar\b|^tribune\b|^opinión\b)`)
	reviewMark  = text.Lazy(`(?i)(\breview:|\breview\s*[–—|-]|^review\b| – review$)`)
)

// releaseMarks are what the wires of press releases put into their texts.
var releaseMarks = []string{"/PRNewswire", "(BUSINESS WIRE)", "GLOBE NEWSWIRE", "FOR IMMEDIATE RELEASE", "ACCESSWIRE", "PRESSEPORTAL", "news aktuell", "EIN Presswire"}

// kind tells the form of the article by the claimed type, the address, and words that only one form uses.
func (d *draft) kind(body string) news.Kind {
	letters := measure(body)
	address := strings.ToLower(firstOf(d.CanonicalURL, d.URL))
	if !d.told {
		address = ""
	}
	mediaType := strings.ToLower(d.page.evidence.first("og:type"))
	if !d.told {
		mediaType = ""
	}
	named := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(address, "/"+part+"/") || strings.Contains(address, "/"+part+"-") {
				return true
			}
		}
		return false
	}
	short := letters < 1500
	switch {
	case d.ld.kind == "LiveBlogPosting" || titleHas(d.Headline, liveTitle, "ive", "LIVE", "irect", "vivo") || named("live", "liveblog", "live-updates"):
		return news.KindLive
	case strings.HasPrefix(d.ld.kind, "Opinion"), d.Section == news.SectionOpinion, named("opinion", "opinions", "commentisfree", "op-ed", "editorials", "opinion-piece"), titleHas(d.Headline, opinionMark, "pini", "p-ed", "ditorial", "olumn", "ommentar", "ribune", "PINI", "P-ED"):
		return news.KindOpinion
	case strings.Contains(d.ld.kind, "Review"), titleHas(d.Headline, reviewMark, "eview", "EVIEW"):
		return news.KindReview
	case d.ld.kind == "PodcastEpisode", d.ld.kind == "RadioEpisode", named("podcast", "podcasts"), short && d.heard(body):
		return news.KindAudio
	case videoTitle.MatchString(d.Headline), d.seen, short && (d.ld.kind == "VideoObject" || strings.HasPrefix(mediaType, "video") || named("video", "videos", "watch")):
		return news.KindVideo
	case named("gallery", "galleries", "in-pictures", "photos") && short:
		return news.KindGallery
	case anyIn(body[:min(len(body), 1500)], releaseMarks), named("press-release", "press-releases"):
		return news.KindRelease
	case letters < stubLetters:
		return news.KindStub
	}
	return news.KindReport
}

// titled tries a pattern on a headline that has one of its cues.
func titleHas(headline string, pattern *text.Pattern, cues ...string) bool {
	return anyIn(headline, cues) && pattern.MatchString(headline)
}

// stubLetters is how much an article says at least.
const stubLetters = 120

// heard reports whether a short text speaks of itself as a programme: it has credits, and the words of one.
func (d *draft) heard(body string) bool {
	if !d.made {
		return false
	}
	return d.promoted || audioText.MatchString(body) || audioText.MatchString(d.madeText)
}

// sectionNames maps the words that publishers use to our shelves.
var sectionNames = map[string]news.Section{
	"world": news.SectionWorld, "international": news.SectionWorld, "politics": news.SectionPolitics, "business": news.SectionBusiness,
	"economy": news.SectionBusiness, "finance": news.SectionBusiness, "markets": news.SectionBusiness, "money": news.SectionBusiness,
	"technology": news.SectionTech, "tech": news.SectionTech, "science": news.SectionScience, "health": news.SectionHealth,
	"climate": news.SectionClimate, "environment": news.SectionClimate, "culture": news.SectionCulture, "arts": news.SectionCulture,
	"entertainment": news.SectionCulture, "books": news.SectionCulture, "music": news.SectionCulture, "film": news.SectionCulture,
	"sport": news.SectionSport, "sports": news.SectionSport, "opinion": news.SectionOpinion, "local": news.SectionLocal,
	"politik": news.SectionPolitics, "wirtschaft": news.SectionBusiness, "sports news": news.SectionSport, "kultur": news.SectionCulture,
	"politique": news.SectionPolitics, "économie": news.SectionBusiness, "monde": news.SectionWorld, "culture & arts": news.SectionCulture,
	"política": news.SectionPolitics, "economía": news.SectionBusiness, "deportes": news.SectionSport, "mundo": news.SectionWorld,
	"wissenschaft": news.SectionScience, "gesundheit": news.SectionHealth, "santé": news.SectionHealth, "sciences": news.SectionScience,
	"ausland": news.SectionWorld, "u.s.": news.SectionWorld, "us": news.SectionWorld, "u.s. news": news.SectionWorld, "world news": news.SectionWorld,
}

func sectionNamed(name string) news.Section {
	name = strings.ToLower(strings.TrimSpace(name))
	if section, known := sectionNames[name]; known {
		return section
	}
	head, _, _ := strings.Cut(name, ",")
	return sectionNames[strings.TrimSpace(head)]
}
