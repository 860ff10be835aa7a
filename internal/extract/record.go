package extract

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// RecordType is the media type of a [Record]; [Extract] reads pages of this type back into articles.
const RecordType = "application/x-nutgraf-article+json"

// Record is the JSON shape of an article: what "nutgraf read --json" and "export articles" write, and what import
// reads. Reading also takes the short names of plain article lists: title, time, site, lang.
type Record struct {
	ID           string        `json:"id,omitempty"`
	URL          string        `json:"url,omitempty"`
	CanonicalURL string        `json:"canonical_url,omitempty"`
	Headline     string        `json:"headline,omitempty"`
	Alternatives []string      `json:"alternative_headlines,omitempty"`
	Authors      []string      `json:"authors,omitempty"`
	Agencies     []string      `json:"agencies,omitempty"`
	PublishedAt  string        `json:"published_at,omitempty"`
	UpdatedAt    string        `json:"updated_at,omitempty"`
	Language     string        `json:"language,omitempty"`
	Kind         string        `json:"kind,omitempty"`
	Section      string        `json:"section,omitempty"`
	NotNews      bool          `json:"not_news,omitempty"`
	Source       string        `json:"source,omitempty"`
	Summary      string        `json:"summary,omitempty"`
	Dateline     string        `json:"dateline,omitempty"`
	Truncated    bool          `json:"truncated"`
	Paywall      bool          `json:"paywall,omitempty"`
	Rights       *RecordRights `json:"rights,omitempty"`
	Clues        *RecordClues  `json:"clues,omitempty"`
	Image        *RecordImage  `json:"image,omitempty"`
	Text         string        `json:"text"`
	TextGone     string        `json:"text_gone_at,omitempty"`
	Blocks       []RecordBlock `json:"blocks,omitempty"`
	Related      []RecordLink  `json:"related,omitempty"`
	Tags         []string      `json:"tags,omitempty"`
	Enclosures   []RecordMedia `json:"enclosures,omitempty"`
	Story        string        `json:"story,omitempty"`
	Family       string        `json:"family,omitempty"`
}

// RecordImage is a lead image.
type RecordImage struct {
	URL     string `json:"url,omitempty"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`

	Photographer string `json:"photographer,omitempty"`
	Agency       string `json:"agency,omitempty"`
}

// RecordRights is what the page says about the use of its text.
type RecordRights struct {
	Licence string `json:"licence,omitempty"`
	Holder  string `json:"holder,omitempty"`
}

// RecordClues say what the metadata rest on.
type RecordClues struct {
	Headline  string `json:"headline,omitempty"`
	Authors   string `json:"authors,omitempty"`
	Published string `json:"published_at,omitempty"`
	Updated   string `json:"updated_at,omitempty"`
	Zone      string `json:"zone,omitempty"`
}

// RecordBlock is one block of the text.
type RecordBlock struct {
	Role string `json:"role"`
	Text string `json:"text,omitempty"`
	HTML string `json:"html,omitempty"`
	URL  string `json:"url,omitempty"`

	Media string `json:"media,omitempty"` // of an embed: video, audio, post
}

// RecordLink is a related link.
type RecordLink struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// RecordMedia is an audio or video file.
type RecordMedia struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

// NewRecord puts an article into the shape of its record.
func NewRecord(a news.Article) Record {
	r := Record{
		URL: a.URL, CanonicalURL: a.CanonicalURL, Headline: a.Headline, Alternatives: a.Alternatives,
		Authors: a.Authors, Agencies: a.Agencies, Paywall: a.Paywall, NotNews: a.NotNews, PublishedAt: formatTime(a.PublishedAt, a.DateOnly), UpdatedAt: formatTime(a.UpdatedAt, false),
		Language: a.Language, Kind: string(a.Kind), Section: string(a.Section), Source: a.Outlet,
		Summary: a.Summary, Dateline: a.Dateline, Truncated: a.Truncated, Text: a.Text(), TextGone: formatTime(a.GoneAt, false), Tags: a.Tags,
	}
	if a.ID != 0 {
		r.ID = a.ID.String()
	}
	if a.StoryID != 0 {
		r.Story, r.Family = a.StoryID.String(), a.FamilyID.String()
	}
	if a.Image != (news.Image{}) {
		r.Image = (*RecordImage)(&a.Image)
	}
	if a.Rights != (news.Rights{}) {
		r.Rights = (*RecordRights)(&a.Rights)
	}
	if a.Clues != (news.Clues{}) {
		r.Clues = (*RecordClues)(&a.Clues)
	}
	for _, b := range a.Blocks {
		r.Blocks = append(r.Blocks, RecordBlock{Role: string(b.Role), Text: b.Text, HTML: b.HTML, URL: b.URL, Media: string(b.Media)})
	}
	for _, l := range a.Related {
		r.Related = append(r.Related, RecordLink{Title: l.Title, URL: l.URL})
	}
	for _, e := range a.Enclosures {
		r.Enclosures = append(r.Enclosures, RecordMedia{URL: e.URL, Type: e.Type, Length: e.Length})
	}
	return r
}

// ParseRecord reads one JSON object of either naming. The error wraps news.ErrInvalid.
func ParseRecord(line []byte) (Record, error) {
	var read struct {
		Record
		ID    any    `json:"id"` // a string, or a number as many lists have
		Title string `json:"title"`
		Time  string `json:"time"`
		Site  string `json:"site"`
		Lang  string `json:"lang"`
	}
	if err := json.Unmarshal(line, &read); err != nil {
		return Record{}, fmt.Errorf("not an article as JSON (%w): %w", err, news.ErrInvalid)
	}
	r := read.Record
	switch id := read.ID.(type) {
	case nil:
	case string:
		r.ID = id
	case float64:
		r.ID = strconv.FormatFloat(id, 'f', -1, 64)
	default:
		return Record{}, fmt.Errorf("an article's id is a string or a number, not %v: %w", id, news.ErrInvalid)
	}
	r.Headline = cmp.Or(r.Headline, read.Title)
	r.PublishedAt = cmp.Or(r.PublishedAt, read.Time)
	r.Source = cmp.Or(r.Source, read.Site)
	r.Language = cmp.Or(r.Language, read.Lang)
	if r.Headline == "" && r.Text == "" && len(r.Blocks) == 0 {
		return r, fmt.Errorf("an article needs a headline (or title) or a text: %w", news.ErrInvalid)
	}
	return r, nil
}

// Article makes the article that the record describes. Blocks win over text; text is cut into paragraphs at blank lines.
func (r Record) Article() news.Article {
	a := news.Article{
		URL: webAddress(r.URL), CanonicalURL: webAddress(r.CanonicalURL), Headline: r.Headline, Alternatives: r.Alternatives,
		Authors: r.Authors, Agencies: r.Agencies, Paywall: r.Paywall, NotNews: r.NotNews, Language: r.Language, Kind: news.Kind(r.Kind), Section: news.Section(r.Section), Outlet: r.Source,
		Summary: r.Summary, Dateline: r.Dateline, Truncated: r.Truncated, Tags: r.Tags,
	}
	a.PublishedAt, a.DateOnly = parseTime(r.PublishedAt)
	a.UpdatedAt, _ = parseTime(r.UpdatedAt)
	if !a.Section.Valid() {
		a.Section = ""
	}
	if a.Kind == "" {
		a.Kind = news.KindReport
	}
	if r.Image != nil {
		a.Image = news.Image(*r.Image)
		a.Image.URL = webAddress(r.Image.URL)
	}
	if r.Rights != nil {
		a.Rights = news.Rights{Licence: webAddress(r.Rights.Licence), Holder: r.Rights.Holder}
	}
	if r.Clues != nil {
		a.Clues = news.Clues(*r.Clues)
	}
	for _, b := range r.Blocks {
		a.Blocks = append(a.Blocks, news.Block{Role: news.Role(b.Role), Text: b.Text, HTML: b.HTML, URL: webAddress(b.URL), Media: news.Media(b.Media)})
	}
	if len(r.Blocks) == 0 {
		for paragraph := range strings.SplitSeq(r.Text, "\n\n") {
			if folded := strings.Join(strings.Fields(paragraph), " "); folded != "" {
				a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: folded})
			}
		}
	}
	for _, l := range r.Related {
		a.Related = append(a.Related, news.Link{Title: l.Title, URL: webAddress(l.URL)})
	}
	for _, e := range r.Enclosures {
		if address := webAddress(e.URL); address != "" {
			a.Enclosures = append(a.Enclosures, news.Enclosure{URL: address, Type: e.Type, Length: e.Length})
		}
	}
	return a
}

// webAddress lets http and https through and nothing that could run.
func webAddress(s string) string { return markup.Absolute("", s) }

func formatTime(t time.Time, dateOnly bool) string {
	switch {
	case t.IsZero():
		return ""
	case dateOnly:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// parseTime reads what formatTime writes, and the RFC 3339 forms that leave out zone or seconds.
func parseTime(s string) (t time.Time, dateOnly bool) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), false
		}
	}
	return time.Time{}, false
}
