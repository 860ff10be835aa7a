// Package sets reads collections of articles that people have grouped into stories, for training and measuring.
//
// [Shared] names the shared collections, [Load] reads one file of JSON lines with the fields id, story, topic, title,
// text (or lines), time (or created_at), site and url, of which only story and text must be there.
package sets

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Article is an article with the story that people put it in.
type Article struct {
	news.Article
	Gold  string
	Topic string // a wider group that its story belongs to; empty when not told
}

// Set is a shared collection.
type Set struct {
	Name, File string
	Clean      bool // its licence is stated and allows training weights that ship
}

// Shared are the collections that grouping is trained and measured on.
func Shared() []Set {
	return []Set{
		{"stream-en", "stream-en/docs.jsonl", false}, {"ecbplus", "ecbplus/docs.jsonl", true},
		{"wikinews-medium", "wikinews-medium/wikinews_medium.jsonl", false}, {"vmds", "vmds/docs.jsonl", false},
	}
}

// Load reads a file. Articles are numbered from 1 in its order.
func Load(path string) ([]Article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []Article
	sites := map[string]news.SourceID{"": 0}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var d struct {
			Story, Topic, Title, Text, Time, Site, URL string
			CreatedAt                                  string `json:"created_at"`
			Lines                                      []string
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, len(list)+1, err)
		}
		if d.Text == "" {
			d.Text = strings.Join(d.Lines, "\n\n")
		}
		site := cmp.Or(d.Site, news.HostKey(d.URL))
		if _, known := sites[site]; !known {
			sites[site] = news.SourceID(len(sites))
		}
		at := ReadTime(d.Time)
		if d.Time == "" {
			at = ReadTime(d.CreatedAt)
		}
		a := news.Article{ID: news.ArticleID(len(list) + 1), SourceID: sites[site], Headline: d.Title, PublishedAt: at, SeenAt: at,
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: d.Text}}}
		a.Language, _ = text.Language(d.Title + "\n" + d.Text)
		list = append(list, Article{a, d.Story, d.Topic})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

// ReadTime reads the times that the collections have; 1970 when there is none.
func ReadTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02", "02/01/2006 15:04"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC()
		}
	}
	return time.Unix(0, 0).UTC()
}
