package main

import "nutgraf/internal/news"

// feedLine is a line of feed --json.
type feedLine struct {
	Path    string      `json:"path"`
	Format  string      `json:"format,omitempty"`
	Feed    *feedFacts  `json:"feed,omitempty"`
	Entries []entryLine `json:"entries,omitempty"`
	Notes   []string    `json:"notes,omitempty"`
	Error   string      `json:"error,omitempty"`
}

type feedFacts struct {
	Title      string `json:"title,omitempty"`
	Link       string `json:"link,omitempty"`
	Subtitle   string `json:"subtitle,omitempty"`
	Language   string `json:"language,omitempty"`
	Updated    string `json:"updated,omitempty"`
	Icon       string `json:"icon,omitempty"`
	Image      string `json:"image,omitempty"`
	Hub        string `json:"hub,omitempty"`
	Self       string `json:"self,omitempty"`
	MovedTo    string `json:"moved_to,omitempty"`
	TTLMinutes int    `json:"ttl_minutes,omitempty"`
}

type entryLine struct {
	ID         string           `json:"id,omitempty"`
	Link       string           `json:"link,omitempty"`
	Title      string           `json:"title,omitempty"`
	Summary    string           `json:"summary,omitempty"`
	Content    string           `json:"content,omitempty"`
	Authors    []string         `json:"authors,omitempty"`
	Published  string           `json:"published,omitempty"`
	Updated    string           `json:"updated,omitempty"`
	Tags       []string         `json:"tags,omitempty"`
	Enclosures []enclosureFacts `json:"enclosures,omitempty"`
	Image      string           `json:"image,omitempty"`
	Comments   string           `json:"comments,omitempty"`
	Replies    int              `json:"replies,omitempty"`
	InReplyTo  string           `json:"in_reply_to,omitempty"`
	Source     string           `json:"source,omitempty"`
	SourceURL  string           `json:"source_url,omitempty"`
	Language   string           `json:"language,omitempty"`
	Terms      string           `json:"terms,omitempty"`
	Place      *placeFacts      `json:"place,omitempty"`
	Episode    *episodeFacts    `json:"episode,omitempty"`
}

type placeFacts struct {
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
	Name string  `json:"name,omitempty"`
}

type episodeFacts struct {
	Seconds     float64           `json:"duration_seconds,omitempty"`
	Season      int               `json:"season,omitempty"`
	Number      int               `json:"number,omitempty"`
	Kind        string            `json:"kind,omitempty"`
	Explicit    bool              `json:"explicit,omitempty"`
	Chapters    string            `json:"chapters,omitempty"`
	Transcripts []transcriptFacts `json:"transcripts,omitempty"`
	People      []personFacts     `json:"people,omitempty"`
}

type transcriptFacts struct {
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Language string `json:"language,omitempty"`
}

type personFacts struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
	URL  string `json:"url,omitempty"`
}

type enclosureFacts struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

func newEntryLine(e news.Entry) entryLine {
	line := entryLine{
		ID: e.GUID, Link: e.URL, Title: e.Title, Summary: e.Summary, Content: e.Content, Authors: e.Authors,
		Published: stamp(e.PublishedAt), Updated: stamp(e.UpdatedAt), Tags: e.Tags, Image: e.Image,
		Comments: e.Comments, Replies: e.Replies, InReplyTo: e.InReplyTo, Source: e.Origin, SourceURL: e.OriginURL,
		Language: e.Language, Terms: e.Terms, Place: (*placeFacts)(e.Place), Episode: newEpisodeFacts(e.Episode),
	}
	for _, m := range e.Enclosures {
		line.Enclosures = append(line.Enclosures, enclosureFacts{URL: m.URL, Type: m.Type, Length: m.Length})
	}
	return line
}

func newEpisodeFacts(e *news.Episode) *episodeFacts {
	if e == nil {
		return nil
	}
	facts := episodeFacts{
		Seconds: e.Duration.Seconds(), Season: e.Season, Number: e.Number, Kind: e.Kind, Explicit: e.Explicit, Chapters: e.Chapters,
	}
	for _, t := range e.Transcripts {
		facts.Transcripts = append(facts.Transcripts, transcriptFacts(t))
	}
	for _, p := range e.People {
		facts.People = append(facts.People, personFacts(p))
	}
	return &facts
}
