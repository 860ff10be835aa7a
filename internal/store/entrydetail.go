package store

import (
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// entryDetail is the shape in which the long parts of an entry are stored.
type entryDetail struct {
	Summary    string      `json:"summary,omitempty"`
	Content    string      `json:"content,omitempty"`
	Authors    []string    `json:"authors,omitempty"`
	Tags       []string    `json:"tags,omitempty"`
	Image      string      `json:"image,omitempty"`
	Enclosures []enclosure `json:"enclosures,omitempty"`
	Comments   string      `json:"comments,omitempty"`
	Replies    int         `json:"replies,omitempty"`
	InReplyTo  string      `json:"in_reply_to,omitempty"`
	Origin     string      `json:"origin,omitempty"`
	OriginURL  string      `json:"origin_url,omitempty"`
	Language   string      `json:"language,omitempty"`
	Terms      string      `json:"terms,omitempty"`
	Place      *point      `json:"place,omitempty"`
	Episode    *episode    `json:"episode,omitempty"`
}

type enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

type point struct {
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
	Name string  `json:"name,omitempty"`
}

type episode struct {
	Milliseconds int64        `json:"ms,omitempty"`
	Season       int          `json:"season,omitempty"`
	Number       int          `json:"number,omitempty"`
	Kind         string       `json:"kind,omitempty"`
	Explicit     bool         `json:"explicit,omitempty"`
	Chapters     string       `json:"chapters,omitempty"`
	Transcripts  []transcript `json:"transcripts,omitempty"`
	People       []person     `json:"people,omitempty"`
}

type transcript struct {
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Language string `json:"language,omitempty"`
}

type person struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
	URL  string `json:"url,omitempty"`
}

func packEntry(e *news.Entry) ([]byte, error) { return pack(detailOf(e)) }

func detailOf(e *news.Entry) entryDetail {
	d := entryDetail{
		Summary: e.Summary, Content: e.Content, Authors: e.Authors, Tags: e.Tags, Image: e.Image,
		Comments: e.Comments, Replies: e.Replies, InReplyTo: e.InReplyTo, Origin: e.Origin, OriginURL: e.OriginURL,
		Language: e.Language, Terms: e.Terms, Place: (*point)(e.Place), Episode: packEpisode(e.Episode),
	}
	for _, media := range e.Enclosures {
		d.Enclosures = append(d.Enclosures, enclosure(media))
	}
	return d
}

func unpackEntry(b []byte, e *news.Entry) error {
	var d entryDetail
	if err := unpack(b, &d); err != nil {
		return fmt.Errorf("entry %d: %w", e.ID, err)
	}
	d.fill(e)
	return nil
}

// fill puts the long parts into an entry that has none.
func (d *entryDetail) fill(e *news.Entry) {
	e.Summary, e.Content, e.Authors, e.Tags = d.Summary, d.Content, d.Authors, d.Tags
	e.Image, e.Comments, e.Origin, e.Language = d.Image, d.Comments, d.Origin, d.Language
	e.Replies, e.InReplyTo, e.OriginURL, e.Terms = d.Replies, d.InReplyTo, d.OriginURL, d.Terms
	e.Place, e.Episode = (*news.Point)(d.Place), unpackEpisode(d.Episode)
	for _, media := range d.Enclosures {
		e.Enclosures = append(e.Enclosures, news.Enclosure(media))
	}
}

func packEpisode(e *news.Episode) *episode {
	if e == nil {
		return nil
	}
	packed := episode{
		Milliseconds: e.Duration.Milliseconds(), Season: e.Season, Number: e.Number, Kind: e.Kind,
		Explicit: e.Explicit, Chapters: e.Chapters,
	}
	for _, t := range e.Transcripts {
		packed.Transcripts = append(packed.Transcripts, transcript(t))
	}
	for _, p := range e.People {
		packed.People = append(packed.People, person(p))
	}
	return &packed
}

func unpackEpisode(e *episode) *news.Episode {
	if e == nil {
		return nil
	}
	full := news.Episode{
		Duration: time.Duration(e.Milliseconds) * time.Millisecond, Season: e.Season, Number: e.Number, Kind: e.Kind,
		Explicit: e.Explicit, Chapters: e.Chapters,
	}
	for _, t := range e.Transcripts {
		full.Transcripts = append(full.Transcripts, news.Transcript(t))
	}
	for _, p := range e.People {
		full.People = append(full.People, news.Person(p))
	}
	return &full
}
