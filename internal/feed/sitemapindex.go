package feed

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Part is a sitemap that an index of sitemaps names.
type Part struct {
	URL       string
	UpdatedAt time.Time // as the index tells; may be zero
	News      bool      // its name says that it lists news
}

const maxParts = 500 // kept of an index

var (
	newsName = text.Lazy(`(?i)(google[-_]?news|news[-_]?(site-?map|map|index|latest)?\d*\.xml|site-?map[-_./]?(google)?news([-_./?]|$)|` +
		`news[-_]site-?map|latest[-_]?(news|articles)|48h|recent)`)
	otherName = text.Lazy(`(?i)(image|video|tag|categor|author|page[-_]?site-?map|pages|section|topic|product|profile|static|` +
		`event|gallery|user|attachment)`)
	lastDigit = text.Lazy(`(\d{1,9})\D*$`)
)

// sortParts puts the most promising sitemaps first: news, then the newest by the index or by the date in the name, then
// the highest number; those of pictures, tags and the like last.
func sortParts(parts []Part) []Part {
	type ranked struct {
		Part
		kind, number int
		at           time.Time
	}
	all := make([]ranked, 0, len(parts))
	for _, p := range parts {
		u := parseAddress(p.URL)
		r := ranked{Part: p, at: p.UpdatedAt}
		switch {
		case p.News:
		case otherName.MatchString(u.Path):
			r.kind = 2
		default:
			r.kind = 1
		}
		if named, ok := addressDate(&url.URL{Path: u.Path + "?" + u.RawQuery}); ok && r.at.IsZero() {
			r.at = named
		}
		if digits := lastDigit.FindString(u.Path + "?" + u.RawQuery); digits != "" {
			r.number, _ = leadingNumber(digits, 9)
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), b.at.Compare(a.at), cmp.Compare(b.number, a.number))
	})
	sorted := make([]Part, 0, min(len(all), maxParts))
	for _, r := range all[:min(len(all), maxParts)] {
		sorted = append(sorted, r.Part)
	}
	return sorted
}

// Merge makes one document of an index of sitemaps and the parts of it that were read: their entries, newest first and
// each once. Neither the index nor the parts are changed; a nil part is one that could not be had.
func Merge(index *Document, parts []*Document) *Document {
	merged := *index
	merged.Notes = slices.Clone(index.Notes)
	said := (*notes)(&merged.Notes)
	var entries []news.Entry
	limit := maxSitemap
	for _, part := range parts {
		if part == nil {
			said.add("a part of the index could not be read")
			continue
		}
		if part.Format == "sitemap-news" {
			limit = maxNewsMap
		}
		merged.Title, merged.Language = firstOf(merged.Title, part.Title), firstOf(merged.Language, part.Language)
		if part.Updated.After(merged.Updated) {
			merged.Updated = part.Updated
		}
		entries = append(entries, part.Entries...)
		for _, note := range part.Notes {
			said.add(note)
		}
	}
	merged.Entries = newestFirst(entries, limit)
	return &merged
}

// newestFirst sorts, keeps each address once, and cuts.
func newestFirst(entries []news.Entry, limit int) []news.Entry {
	type dated struct {
		news.Entry
		at time.Time
	}
	all := make([]dated, 0, len(entries))
	seen := map[string]int{}
	for _, e := range entries {
		at := timeOf(e)
		if at.IsZero() {
			at, _ = addressDate(parseAddress(e.URL))
		}
		if i, known := seen[e.GUID]; known {
			if all[i].Title == "" && e.Title != "" {
				all[i] = dated{e, at}
			}
			continue
		}
		seen[e.GUID] = len(all)
		all = append(all, dated{e, at})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return b.at.Compare(a.at) })
	kept := make([]news.Entry, 0, min(len(all), limit))
	for _, e := range all[:min(len(all), limit)] {
		kept = append(kept, e.Entry)
	}
	return kept
}

func timeOf(e news.Entry) time.Time {
	if !e.PublishedAt.IsZero() {
		return e.PublishedAt
	}
	return e.UpdatedAt
}
