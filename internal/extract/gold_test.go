package extract_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// gold is what a labelled page should give. The sets name the same things differently.
type gold struct {
	ID      string          `json:"id"`
	URL     string          `json:"url"`
	Text    string          `json:"text"`
	Title   string          `json:"title"`
	Date    string          `json:"date"`
	DateToo string          `json:"date_published"`
	Flag    string          `json:"flag"`
	Author  json.RawMessage `json:"author"`
	Lead    string          `json:"lead_image_url"`
	Dek     string          `json:"dek"`
	Body    *struct {
		Summary  []string `json:"summary"`
		Sections []struct {
			Headline   []string `json:"headline"`
			Paragraphs []string `json:"paragraphs"`
		} `json:"sections"`
	} `json:"body"`
	Images []goldImage `json:"images"`
}

type goldImage struct {
	Cover    bool     `json:"is_cover"`
	Caption  string   `json:"caption"`
	Authors  []string `json:"authors"`
	Versions []struct {
		URL string `json:"url"`
	} `json:"versions"`
}

func (g gold) body() string {
	if g.Body == nil {
		return g.Text
	}
	parts := append([]string(nil), g.Body.Summary...)
	for _, s := range g.Body.Sections {
		parts = append(append(parts, s.Headline...), s.Paragraphs...)
	}
	return strings.Join(parts, "\n\n")
}

func (g gold) date() string {
	for _, date := range []string{g.Date, g.DateToo} {
		if len(date) >= 10 {
			return date[:10]
		}
	}
	return ""
}

// authors are the names the set gives; a list may be empty on purpose, nothing said is not known.
func (g gold) authors() (names []string, known bool) {
	var list []string
	if json.Unmarshal(g.Author, &list) == nil && g.Author != nil {
		return list, string(g.Author) != "null"
	}
	var one string
	if json.Unmarshal(g.Author, &one) == nil && one != "" {
		one = strings.NewReplacer(" and ", ",", " & ", ",", " und ", ",").Replace(one)
		return strings.FieldsFunc(one, func(r rune) bool { return r == ',' || r == ';' }), true
	}
	return nil, false
}

// cover is the lead image of the set, with its caption and the names of its credit where the set has them.
func (g gold) cover() (addresses []string, caption string, credit []string) {
	if g.Lead != "" {
		return []string{g.Lead}, "", nil
	}
	for _, image := range g.Images {
		if !image.Cover {
			continue
		}
		for _, version := range image.Versions {
			addresses = append(addresses, version.URL)
		}
		return addresses, image.Caption, image.Authors
	}
	return nil, "", nil
}

// share is how many of how many were right.
type share struct{ right, of int }

func (s *share) count(right bool) bool {
	s.of++
	if right {
		s.right++
	}
	return right
}

func (s share) String() string {
	return fmt.Sprintf("%.3f of %d", float64(s.right)/float64(max(1, s.of)), s.of)
}

// measures are sums over pages.
type measures struct {
	pages, texts, failed, split int
	f1, precision, recall       float64
	took                        time.Duration

	titles, dates, authors share
	bylines                share // authors, or authors and agencies together: sets name both in one list
	agencies               share // pages whose authors have an agency among them, of those with authors
	images, captions       share // the lead image and its caption
	credits, deks          share
	leaked                 share // captions in the text
}

func (m measures) String() string {
	n := float64(max(1, m.texts))
	line := fmt.Sprintf("%4d pages", m.pages)
	if m.texts > 0 {
		line += fmt.Sprintf("  F1 %.3f (P %.3f R %.3f)", m.f1/n, m.precision/n, m.recall/n)
	}
	for _, part := range []struct {
		name string
		share
	}{
		{"title", m.titles}, {"date", m.dates}, {"authors", m.authors}, {"with agencies", m.bylines}, {"agencies among them", m.agencies}, {"lead image", m.images},
		{"caption", m.captions}, {"credit", m.credits}, {"dek", m.deks}, {"captions leaked", m.leaked},
	} {
		if part.of > 0 {
			line += fmt.Sprintf("  %s %v", part.name, part.share)
		}
	}
	return line + fmt.Sprintf("  none %d  split %d", m.failed, m.split)
}
