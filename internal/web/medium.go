package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// medium is something to hear or to watch, played from where its publisher keeps it. The template "medium" draws it; the
// player reads its attributes.
type medium struct {
	URL, Type string
	Video     bool
	Key       string // that tells it from all others: the player keeps its place by it
	Title     string
	Source    string
	Href      string // of the article that it belongs to
	Art       string // picture of it
}

// mediaOf keeps what a browser can play, with the picture that the article shows.
func mediaOf(a news.Article, source string, shown *picture) []medium {
	var media []medium
	art := ""
	if shown != nil {
		art = shown.URL
	}
	for _, e := range a.Enclosures {
		audio, video := strings.HasPrefix(e.Type, "audio/"), strings.HasPrefix(e.Type, "video/")
		if address := outward(e.URL); address != "" && (audio || video) && len(media) < maxMedia {
			media = append(media, medium{
				URL: address, Type: e.Type, Video: video, Key: a.ID.String() + "-" + strconv.Itoa(len(media)),
				Title: a.Headline, Source: source, Href: articlePath(a.ID, a.Headline), Art: art,
			})
		}
	}
	return media
}

// episodeView is what is told of an episode besides its text.
type episodeView struct {
	Length      string // "1:02:30"
	Chapters    []chapter
	Transcripts []transcript
	People      []participant
}

// chapter is a part of an episode, and where it begins.
type chapter struct {
	Title  string
	At     int    // seconds
	Clock  string // "12:30"
	Link   string // to the sound from there on, for browsers without the player
	Marked string // At, as <time datetime> wants it
}

type transcript struct{ URL, Language string }

type participant struct{ Name, Role, URL string }

// Bounds of what a page shows of an episode.
const (
	maxChapters     = 60
	maxTranscripts  = 4
	maxParticipants = 12
)

// episode fills in what its podcast says of an article's episode.
func (s *Site) episode(r *http.Request, view *articleView, a news.Article) error {
	if len(view.Media) == 0 {
		return nil
	}
	recordings, err := s.Reader.Recordings(r.Context(), []news.ArticleID{a.ID})
	if err != nil {
		return err
	}
	told := recordings[a.ID].Episode
	if told == nil {
		return nil
	}
	if told.Duration > 0 {
		view.Length = clock(int(told.Duration / time.Second))
	}
	for _, t := range told.Transcripts {
		if address := outward(t.URL); address != "" && len(view.Transcripts) < maxTranscripts {
			view.Transcripts = append(view.Transcripts, transcript{address, languageName(t.Language)})
		}
	}
	for _, p := range told.People {
		if p.Name != "" && len(view.People) < maxParticipants {
			view.People = append(view.People, participant{p.Name, p.Role, outward(p.URL)})
		}
	}
	return nil
}

// chapterLine is a line of show notes that begins with a time, in brackets or not: "(12:30) The dam".
var chapterLine = regexp.MustCompile(`^\s*[(\[]?((?:\d{1,2}:)?\d{1,2}:\d{2})[)\]]?\s*[-–—:·|]?\s+(\S.*)$`)

// maxChapterTitle is how long the line of a chapter may be, in bytes: a longer one is a sentence of the text.
const maxChapterTitle = 160

// chaptersOf finds the chapters that a text lists with their times: of each paragraph or item of a list one, in order. A single time is none.
func chaptersOf(blocks []news.Block, media string) []chapter {
	var found []chapter
	for _, block := range blocks {
		m := chapterLine.FindStringSubmatch(block.Text)
		if m == nil || len(m[2]) > maxChapterTitle || len(found) == maxChapters {
			continue
		}
		at := seconds(m[1])
		if len(found) > 0 && at <= found[len(found)-1].At {
			continue
		}
		found = append(found, chapter{m[2], at, clock(at), media + "#t=" + strconv.Itoa(at), "PT" + strconv.Itoa(at) + "S"})
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// seconds reads "1:02:30" or "02:30".
func seconds(clock string) (sum int) {
	for part := range strings.SplitSeq(clock, ":") {
		n, _ := strconv.Atoi(part) // digits, as the expression says
		sum = 60*sum + n
	}
	return sum
}

// clock writes seconds as players do: "2:30", "1:02:30".
func clock(s int) string {
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	if s < 3600 {
		return strconv.Itoa(s/60) + ":" + two(s%60)
	}
	return strconv.Itoa(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
}
