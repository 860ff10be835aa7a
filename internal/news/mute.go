package news

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Mute is what a user does not want to see. Its rule is kept as a line of text:
//
//	"dam talks"            these words, next to each other
//	name:"Ines Halloran"   a name
//	source:4               what that source publishes, and stories that it alone reports
//	section:sport          a section
//	story:7                one story
//	query:person:Halloran -kind:opinion   what a query matches, see the room query
type Mute struct {
	ID          int64
	Rule        string
	Name        string    // of the source or story, as it was called then
	Until       time.Time // zero: for good
	TillChange  bool      // of a story: only until something new is told of it, after the state that follows
	AsOf        time.Time // time of its newest article
	Independent int
	MadeAt      time.Time
}

// MuteKind is what a rule is about.
type MuteKind string

const (
	MuteWords   MuteKind = "words"
	MuteName    MuteKind = "name"
	MuteSource  MuteKind = "source"
	MuteSection MuteKind = "section"
	MuteStory   MuteKind = "story"
	MuteQuery   MuteKind = "query"
)

// MuteRule writes a rule.
func MuteRule(kind MuteKind, value string) string {
	if kind == MuteQuery {
		return string(kind) + ":" + strings.Join(strings.Fields(value), " ")
	}
	value = strings.Join(strings.Fields(strings.ReplaceAll(value, `"`, " ")), " ")
	switch kind {
	case MuteWords:
		return `"` + value + `"`
	case MuteName:
		return `name:"` + value + `"`
	}
	return string(kind) + ":" + value
}

// Parts reads the rule: what it is about, and the words, the number, the section or the query.
func (m Mute) Parts() (MuteKind, string) {
	if strings.HasPrefix(m.Rule, `"`) {
		return MuteWords, strings.Trim(m.Rule, `"`)
	}
	kind, value, _ := strings.Cut(m.Rule, ":")
	if MuteKind(kind) == MuteQuery {
		return MuteQuery, value
	}
	return MuteKind(kind), strings.Trim(value, `"`)
}

// maxMuted is how long the words of a rule may be, in bytes.
const maxMuted = 200

// Validate reports what is wrong with a rule, as [ErrInvalid].
func (m Mute) Validate() error {
	kind, value := m.Parts()
	good := false
	switch kind {
	case MuteWords, MuteName, MuteQuery:
		good = value != "" && len(value) <= maxMuted
	case MuteSource, MuteStory:
		id, err := strconv.ParseInt(value, 10, 64)
		good = err == nil && id > 0
	case MuteSection:
		good = value != "" && Section(value).Valid()
	}
	if !good || m.TillChange && kind != MuteStory {
		return fmt.Errorf("mute %.60q: %w", m.Rule, ErrInvalid)
	}
	return nil
}

// Over reports whether the mute has ended.
func (m Mute) Over(now time.Time) bool { return !m.Until.IsZero() && !now.Before(m.Until) }

// Changed reports whether something new is told of a story that was muted until then: its newest article is newer, and
// there are more independent texts.
func (m Mute) Changed(story Story) bool {
	return m.TillChange && story.UpdatedAt.After(m.AsOf) && story.Independent > m.Independent
}
