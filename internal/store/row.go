package store

import (
	"fmt"

	"nutgraf/internal/news"
)

// articleBody is the shape in which the long parts of an article are stored.
type articleBody struct {
	Blocks     []block     `json:"blocks,omitempty"`
	Related    []link      `json:"related,omitempty"`
	Enclosures []enclosure `json:"enclosures,omitempty"`

	Alternatives []string     `json:"alternatives,omitempty"`
	Agencies     []string     `json:"agencies,omitempty"`
	Paywall      bool         `json:"paywall,omitempty"`
	NotNews      bool         `json:"not_news,omitempty"`
	Rights       *news.Rights `json:"rights,omitempty"`
	Clues        *news.Clues  `json:"clues,omitempty"`
	Photographer string       `json:"photographer,omitempty"`
	Agency       string       `json:"agency,omitempty"`

	GoneAt int64 `json:"gone_at,omitempty"` // microseconds since 1970; of an article whose text was let go
}

type block struct {
	Role string `json:"role"`
	Text string `json:"text,omitempty"`
	HTML string `json:"html,omitempty"`
	URL  string `json:"url,omitempty"`

	Media string `json:"media,omitempty"`
}

type link struct {
	Title string `json:"title,omitempty"`
	URL   string `json:"url"`
}

func packArticle(a *news.Article) ([]byte, error) {
	body := articleBody{
		Alternatives: a.Alternatives, Agencies: a.Agencies, Paywall: a.Paywall, NotNews: a.NotNews,
		Photographer: a.Image.Photographer, Agency: a.Image.Agency, GoneAt: micros(a.GoneAt),
	}
	if a.Rights != (news.Rights{}) {
		body.Rights = &a.Rights
	}
	if a.Clues != (news.Clues{}) {
		body.Clues = &a.Clues
	}
	for _, b := range a.Blocks {
		body.Blocks = append(body.Blocks, block{string(b.Role), b.Text, b.HTML, b.URL, string(b.Media)})
	}
	for _, l := range a.Related {
		body.Related = append(body.Related, link(l))
	}
	for _, media := range a.Enclosures {
		body.Enclosures = append(body.Enclosures, enclosure(media))
	}
	return pack(body)
}

func unpackArticle(b []byte, a *news.Article) error {
	var body articleBody
	if err := unpack(b, &body); err != nil {
		return fmt.Errorf("article %d: %w", a.ID, err)
	}
	a.Alternatives, a.Agencies, a.Paywall, a.NotNews = body.Alternatives, body.Agencies, body.Paywall, body.NotNews
	a.Image.Photographer, a.Image.Agency = body.Photographer, body.Agency
	a.GoneAt = fromMicros(body.GoneAt)
	if body.Rights != nil {
		a.Rights = *body.Rights
	}
	if body.Clues != nil {
		a.Clues = *body.Clues
	}
	for _, b := range body.Blocks {
		a.Blocks = append(a.Blocks, news.Block{Role: news.Role(b.Role), Text: b.Text, HTML: b.HTML, URL: b.URL, Media: news.Media(b.Media)})
	}
	for _, l := range body.Related {
		a.Related = append(a.Related, news.Link(l))
	}
	for _, media := range body.Enclosures {
		a.Enclosures = append(a.Enclosures, news.Enclosure(media))
	}
	return nil
}

// unpackText reads the text of an article out of its packed body, and nothing else.
func unpackText(b []byte) (string, error) {
	var body struct {
		Blocks []struct {
			Role, Text string
		}
	}
	if err := unpack(b, &body); err != nil {
		return "", fmt.Errorf("text of an article: %w", err)
	}
	var a news.Article
	for _, b := range body.Blocks {
		a.Blocks = append(a.Blocks, news.Block{Role: news.Role(b.Role), Text: b.Text})
	}
	return a.Text(), nil
}

// articleColumns are what lists show, from articles a; sourceColumns come from sources o.
const (
	articleColumns = `a.id, a.entry_id, a.part, a.source_id, a.story_id, a.family_id, a.url, a.canonical_url, a.headline,
	a.authors, a.published_at, a.date_only, a.updated_at, a.fetched_at, a.seen_at, a.language, a.kind, a.section,
	a.outlet, a.summary, a.dateline, a.truncated, a.image_url, a.image_caption, a.image_credit, a.tags`
	sourceColumns = `o.id, o.host, o.name, o.home, o.country, o.language, o.section, o.weight, o.licence, o.icon, o.keep`
)

// scanArticle reads articleColumns and whatever columns follow them.
func scanArticle(row scanner, a *news.Article, after ...any) error {
	var authors, tags string
	var published, dateOnly, updated, fetched, seen, truncated int64
	err := row.Scan(append([]any{&a.ID, &a.EntryID, &a.Part, &a.SourceID, &a.StoryID, &a.FamilyID, &a.URL, &a.CanonicalURL, &a.Headline,
		&authors, &published, &dateOnly, &updated, &fetched, &seen, &a.Language, &a.Kind, &a.Section,
		&a.Outlet, &a.Summary, &a.Dateline, &truncated, &a.Image.URL, &a.Image.Caption, &a.Image.Credit, &tags}, after...)...)
	if err != nil {
		return err
	}
	a.PublishedAt, a.UpdatedAt = fromMicros(published), fromMicros(updated)
	a.FetchedAt, a.SeenAt = fromMicros(fetched), fromMicros(seen)
	a.DateOnly, a.Truncated = dateOnly != 0, truncated != 0
	if a.Authors, err = fromList(authors); err != nil {
		return err
	}
	a.Tags, err = fromList(tags)
	return err
}

// fullColumns are those of an article with all that is kept of it; fullArticles is where they come from.
const (
	fullColumns  = articleColumns + ", o.licence, o.weight, o.country, b.body"
	fullArticles = " FROM articles a" + withBody
	withBody     = " JOIN article_bodies b ON b.article_id = a.id JOIN sources o ON o.id = a.source_id"
)

// scanFull reads fullColumns.
func scanFull(row scanner) (news.Article, error) {
	var a news.Article
	var body []byte
	if err := scanArticle(row, &a, &a.Licence, &a.Weight, &a.Country, &body); err != nil {
		return a, err
	}
	return a, unpackArticle(body, &a)
}

// into are the places where sourceColumns go.
func into(o *news.Source) []any {
	return []any{&o.ID, &o.Host, &o.Name, &o.Home, &o.Country, &o.Language, &o.Section, &o.Weight, &o.Licence, &o.Icon, (*keptFor)(&o.Keep)}
}

// articleValues are the columns that a reading sets, in the order of insertArticle and updateArticle.
func articleValues(a *news.Article, d *articleDraft) []any {
	return []any{int64(a.ID), int64(a.EntryID), int64(a.Part), int64(a.SourceID), d.pos, d.addressKey, d.textKey,
		address(a.URL), address(a.CanonicalURL), clip(a.Headline, maxHeadline), list(a.Authors), micros(a.PublishedAt), flag(a.DateOnly),
		micros(a.UpdatedAt), micros(a.FetchedAt), micros(a.SeenAt), clip(a.Language, 35), primaryTag(a.Language), clip(string(a.Kind), 20),
		clip(string(a.Section), 20), clip(a.Outlet, maxName), clip(a.Summary, maxText), clip(a.Dateline, maxName), flag(a.Truncated),
		address(a.Image.URL), clip(a.Image.Caption, maxHeadline), clip(a.Image.Credit, maxHeadline), list(a.Tags)}
}

const insertArticle = `INSERT INTO articles (id, entry_id, part, source_id, pos, address_key, text_key,
		url, canonical_url, headline, authors, published_at, date_only,
		updated_at, fetched_at, seen_at, language, lang, kind,
		section, outlet, summary, dateline, truncated,
		image_url, image_caption, image_credit, tags)
	VALUES (?, ?, ?, ?, ?, CAST(? AS bigint), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT DO NOTHING`

// updateArticle leaves identity and first sighting alone; a changed text waits to be grouped again.
const updateArticle = `UPDATE articles SET pos = v.column5, address_key = v.column6,
		group_version = CASE WHEN text_key = v.column7 THEN group_version ELSE 0 END, text_key = v.column7,
		url = v.column8, canonical_url = v.column9, headline = v.column10, authors = v.column11, published_at = v.column12,
		date_only = v.column13, updated_at = v.column14, fetched_at = v.column15, language = v.column17, lang = v.column18,
		kind = v.column19, section = v.column20, outlet = v.column21, summary = v.column22, dateline = v.column23,
		truncated = v.column24, image_url = v.column25, image_caption = v.column26, image_credit = v.column27, tags = v.column28
	FROM (VALUES (?, ?, ?, ?, ?, CAST(? AS bigint), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) AS v
	WHERE id = v.column1`
