package sets

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// Pairs are articles of which people have said, two by two, whether they are of one story.
type Pairs struct {
	Articles []news.Article
	Same     map[[2]int]bool // by positions, the lower first
	Folds    []int           // of each article: those of a pair are in the same
	Language []string
}

// PairFile is the shared file of pairs.
const PairFile = "contest-labels/pairs_gold.jsonl"

// LoadPairs reads a file of lines with the fields lang, url1, title1, text1, url2, title2, text2 and same. An article that
// stands in several pairs is read once; pairs that share one are in one fold.
func LoadPairs(path string) (*Pairs, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := &Pairs{Same: map[[2]int]bool{}}
	at, sites := map[string]int{}, map[string]news.SourceID{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var d struct {
			Lang, URL1, Title1, Text1, URL2, Title2, Text2 string
			Same                                           bool
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, n, err)
		}
		article := func(url, title, body string) int {
			key := cmp.Or(url, title)
			if i, known := at[key]; known {
				return i
			}
			host := news.HostKey(url)
			if sites[host] == 0 {
				sites[host] = news.SourceID(len(sites) + 1)
			}
			a := news.Article{ID: news.ArticleID(len(p.Articles) + 1), SourceID: sites[host], Headline: title, URL: url,
				PublishedAt: ReadTime(""), SeenAt: ReadTime(""), Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
			a.Language, _ = text.Language(title + "\n" + body)
			at[key] = len(p.Articles)
			p.Articles, p.Folds, p.Language = append(p.Articles, a), append(p.Folds, -1), append(p.Language, d.Lang)
			return at[key]
		}
		i, j := article(d.URL1, d.Title1, d.Text1), article(d.URL2, d.Title2, d.Text2)
		fold := max(p.Folds[i], p.Folds[j])
		if fold < 0 {
			fold = int(xxhash.Sum64String(d.URL1+d.Title1) % Folds)
		}
		p.Folds[i], p.Folds[j] = fold, fold
		if i != j {
			p.Same[[2]int{min(i, j), max(i, j)}] = d.Same
		}
	}
	return p, lines.Err()
}

// F1 says how well a grouping answers the pairs of a language: precision and recall of those of one story.
func (p *Pairs) F1(language string, placed []int) Score {
	var both, ours, gold float64
	for pair, same := range p.Same {
		if p.Language[pair[0]] != language {
			continue
		}
		joined := placed[pair[0]] == placed[pair[1]]
		if joined {
			ours++
		}
		if same {
			gold++
		}
		if joined && same {
			both++
		}
	}
	return Score{both / max(1, ours), both / max(1, gold)}
}

// Score is how many of those that were joined are rightly so, and how many of those that belong together were joined.
type Score struct{ Precision, Recall float64 }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 { return 2 * s.Precision * s.Recall / max(1e-9, s.Precision+s.Recall) }
