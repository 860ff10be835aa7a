package feed

import (
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

const (
	maxTranscripts = 20
	maxPeople      = 50
	maxHosts       = 10               // of a feed: all its episodes have them
	maxRole        = 100              // bytes
	maxShared      = 500              // bytes of an address that all entries may get
	maxDuration    = 1000 * time.Hour // longer ones are typing errors
)

// itunesPart reads what Apple's podcast words, which others use too, say of an entry.
func (m *mapper) itunesPart(c *node, f *entryFacts) {
	switch c.local {
	case "title":
		f.title.put(m.prose(c), 3)
	case "author":
		if len(f.entry.Authors) == 0 {
			f.entry.Authors = m.person(f.entry.Authors, c)
		}
	case "summary", "description":
		f.summary.put(m.prose(c), 3)
	case "subtitle":
		f.summary.put(m.prose(c), 2)
	case "image":
		f.picture(m.link(c, firstOf(c.get("href"), c.get("url"), m.plain(c))), 5, 0)
	case "link":
		if relOf(c) == "image" {
			f.picture(m.link(c, c.get("href")), 5, 0)
		}
	case "keywords":
		for _, word := range strings.FieldsFunc(m.plain(c), func(r rune) bool { return r == ',' || r == ' ' }) {
			f.tag(word)
		}
	case "category":
		f.tag(c.get("text"))
		for inner := c.first; inner != nil; inner = inner.next {
			if inner.space == itunes && inner.local == "category" {
				f.tag(inner.get("text"))
			}
		}
	case "duration":
		f.lasts(m.plain(c))
	case "season":
		f.episode.Season = firstNumber(f.episode.Season, m.plain(c))
	case "episode", "order":
		f.episode.Number = firstNumber(f.episode.Number, m.plain(c))
	case "episodetype":
		switch kind := strings.ToLower(m.plain(c)); kind {
		case "full", "trailer", "bonus":
			f.episode.Kind = kind
		}
	case "explicit":
		f.episode.Explicit = isExplicit(m.plain(c))
	}
}

// podcastPart reads Podcasting 2.0.
func (m *mapper) podcastPart(c *node, f *entryFacts) {
	switch c.local {
	case "chapters":
		f.episode.Chapters = firstOf(f.episode.Chapters, m.link(c, c.get("url")))
	case "transcript":
		address := m.link(c, c.get("url"))
		if address != "" && len(f.episode.Transcripts) < maxTranscripts {
			f.episode.Transcripts = append(f.episode.Transcripts,
				news.Transcript{URL: address, Type: c.get("type"), Language: languageTag(c.get("language"))})
		}
	case "person":
		f.episode.People = m.addPerson(f.episode.People, c)
	case "season":
		f.episode.Season = firstNumber(f.episode.Season, m.plain(c))
	case "episode":
		f.episode.Number = firstNumber(f.episode.Number, m.plain(c))
	case "image":
		f.picture(m.link(c, c.get("href")), 5, 0)
	case "location":
		f.geoAddress(c.get("geo"), m.plain(c), 6)
	case "license":
		m.license(c, &f.terms)
	}
}

// addPerson reads a podcast:person. Who has no role is the host, as the specification says.
func (m *mapper) addPerson(people []news.Person, c *node) []news.Person {
	name := personName(m.plain(c))
	if name == "" || len(people) >= maxPeople {
		return people
	}
	p := news.Person{Name: name, Role: firstOf(strings.ToLower(c.get("role")), "host")}
	if len(p.Role) > maxRole {
		p.Role = ""
	}
	if href := c.get("href"); len(href) <= maxShared {
		p.URL = m.link(c, href)
	}
	return append(people, p)
}

// episodeOf is what was said of an entry as an episode; nil when that is nothing. What the feed says of all of them
// holds for one that says nothing itself.
func (m *mapper) episodeOf(f *entryFacts) *news.Episode {
	e := f.episode
	told := e.Duration > 0 || e.Season > 0 || e.Number > 0 || e.Kind != "" || e.Chapters != "" || len(e.Transcripts)+len(e.People) > 0
	if told || playableAmong(f.entry.Enclosures) {
		e.Explicit = e.Explicit || m.explicit
		if len(e.People) == 0 {
			e.People = m.people
		}
	}
	if !told && !e.Explicit && len(e.People) == 0 {
		return nil
	}
	return &e
}

func playableAmong(files []news.Enclosure) bool {
	for _, file := range files {
		if strings.HasPrefix(file.Type, "audio/") || strings.HasPrefix(file.Type, "video/") {
			return true
		}
	}
	return false
}

func isExplicit(word string) bool {
	switch strings.ToLower(word) {
	case "yes", "true", "explicit":
		return true
	}
	return false
}

// firstNumber keeps what is known, else reads a whole number; of "12.5" the whole part.
func firstNumber(known int, text string) int {
	if known > 0 {
		return known
	}
	text, _, _ = strings.Cut(text, ".")
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// lasts notes a duration, unless there is one.
func (f *entryFacts) lasts(text string) {
	if f.episode.Duration == 0 {
		f.episode.Duration = parseDuration(text)
	}
}

// parseDuration reads "1:02:03", "62:03", seconds with or without a fraction, and "PT1H2M3S". What is none is 0.
func parseDuration(text string) time.Duration {
	text = strings.ToLower(strings.TrimSpace(text))
	if rest, found := strings.CutPrefix(text, "pt"); found {
		text = rest
	}
	if text == "" || len(text) > 20 {
		return 0
	}
	if strings.ContainsAny(text, "hms") {
		total, err := time.ParseDuration(strings.ReplaceAll(text, " ", ""))
		return sensible(total, err)
	}
	total := 0.0
	for part := range strings.SplitSeq(text, ":") {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || n < 0 || n > 1e7 {
			return 0
		}
		total = total*60 + n
	}
	if total > maxDuration.Seconds() {
		return 0
	}
	return sensible(time.Duration(total*1000)*time.Millisecond, nil)
}

func sensible(d time.Duration, err error) time.Duration {
	if err != nil || d < 0 || d > maxDuration {
		return 0
	}
	return d
}
