package extract_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/extract"
	"nutgraf/internal/extract/stacks"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
)

// boundaries counts the articles of stacked pages that were found. One is right when the headline is the article's and
// the first and the last block of the text are in it.
type boundaries struct{ pages, whole, right, found, want, several int }

func (b boundaries) f1() float64 { return 2 * float64(b.right) / float64(max(1, b.found+b.want)) }

func (b boundaries) String() string {
	return fmt.Sprintf("F1 %.3f  %d of %d articles, %d found  %d of %d pages whole", b.f1(), b.right, b.want, b.found, b.whole, b.pages)
}

// splitWith is how pages are split: by the weights of the program, or by those that know nothing of a fold's sites.
type splitWith func(content []byte, at extract.Context) ([]news.Article, error)

func (b *boundaries) add(page stacks.Page, split splitWith) {
	articles, _ := split(page.Content, extract.Context{ContentType: page.ContentType, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
	right, next := 0, 0
	for _, a := range articles {
		before := right
		for i := next; i < len(page.Articles); i++ {
			if matches(a, page.Articles[i]) {
				right, next = right+1, i+1
				break
			}
		}
		if right == before && verbose() {
			fmt.Printf("stack\t%s\t%.20s\t%q\t%.60q\t%.60q\n", page.Shape.Name, page.ContentType, a.Headline, first(a.Text()), last(a.Text()))
		}
	}
	b.pages, b.right, b.found, b.want = b.pages+1, b.right+right, b.found+len(articles), b.want+len(page.Articles)
	if len(articles) > 1 {
		b.several++
	}
	if right == len(page.Articles) && len(articles) == right {
		b.whole++
	}
}

func first(text string) string {
	head, _, _ := strings.Cut(text, "\n\n")
	return head
}

func last(text string) string { return text[strings.LastIndex(text, "\n\n")+1:] }

func matches(got, want news.Article) bool {
	if !sameWords(got.Headline, want.Headline) {
		return false
	}
	var text []string
	for _, b := range want.Blocks {
		text = append(text, b.Text)
	}
	whole := strings.Join(strings.Fields(strings.Join(text, " ")+" "+want.Summary+" "+want.Image.Caption), " ")
	var body []news.Block
	for _, b := range got.Blocks {
		if b.Role.Body() {
			body = append(body, b)
		}
	}
	return len(body) > 0 && strings.Contains(whole, body[0].Text) && strings.Contains(whole, body[len(body)-1].Text)
}

// unseen splits pages without what was learned from the sites of a fold.
func unseen(fold int) splitWith {
	return func(content []byte, at extract.Context) ([]news.Article, error) {
		return extract.ExtractFold(content, at, fold)
	}
}

// stackTable measures every shape on stacks made of the articles: as HTML and as text in every style. Each page has the
// articles of one of the lists, and is split the way that goes with it.
func stackTable(lists [][]news.Article, ways []splitWith, pages int) (lines []string, open, held boundaries, singles, split int) {
	forms := append([]stacks.Style{{Name: "HTML"}}, stacks.Styles()...)
	for n, shape := range stacks.Shapes() {
		for f, form := range forms {
			var sum boundaries
			r := rand.New(rand.NewPCG(uint64(n), uint64(f)))
			for i := range pages {
				k := i % len(lists)
				page := stacks.Write(shape, pick(lists[k], r, 2+r.IntN(9)), r)
				if f > 0 {
					page = stacks.Scrape(page, form)
				}
				sum.add(page, ways[k])
			}
			if shape.Single {
				singles += sum.pages
				split += sum.several
				lines = append(lines, fmt.Sprintf("%-15s %-15s %d articles on %d pages", shape.Name, form.Name, sum.found, sum.pages))
				continue
			}
			to := &open
			if shape.Held {
				to = &held
			}
			to.pages, to.whole, to.right, to.found, to.want = to.pages+sum.pages, to.whole+sum.whole, to.right+sum.right, to.found+sum.found, to.want+sum.want
			lines = append(lines, fmt.Sprintf("%-15s %-15s %v", shape.Name, form.Name, sum))
		}
	}
	return lines, open, held, singles, split
}

func pick(all []news.Article, r *rand.Rand, n int) []news.Article {
	var out []news.Article
	for _, i := range r.Perm(len(all))[:min(n, len(all))] {
		out = append(out, all[i])
	}
	return out
}

// TestQualityOfStacks measures the splitting of stacked pages that are made of the demo press, and keeps the figures.
func TestQualityOfStacks(t *testing.T) {
	t.Parallel()
	press, err := demo.New(demo.Options{Now: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	var all []news.Article
	for _, item := range press.Articles() {
		if len(item.Stacked) > 0 || item.Media != "" || item.Truncated || item.Kind == news.KindLive || len([]rune(item.Text())) < 300 {
			continue
		}
		all = append(all, news.Article{
			Headline: item.Headline, Authors: item.Authors, PublishedAt: item.PublishedAt, Language: item.Language,
			Summary: item.Summary, Blocks: item.Blocks, Image: news.Image{Caption: item.Caption, Credit: item.Credit},
		})
	}
	if len(all) < 100 {
		t.Fatalf("got %d articles of the demo press, want at least 100", len(all))
	}
	lines, open, held, singles, split := stackTable([][]news.Article{all}, []splitWith{extract.Extract}, 12)
	for _, line := range lines {
		t.Log(line)
	}
	t.Logf("shapes the rules were made on: %v", open)
	t.Logf("held-out shapes:               %v", held)
	golden.Check(t, "stacks.txt", fmt.Sprintf("shapes the rules were made on: boundary F1 %.3f\nheld-out shapes: boundary F1 %.3f\npages of one article that look like stacks: %d of %d split\n",
		open.f1(), held.f1(), split, singles))
}

// TestQualityOfStacksShared measures the same on stacks of the shared sets' texts, and counts the single pages of the
// sets, as they are and as text, that come out split.
func TestQualityOfStacksShared(t *testing.T) {
	t.Parallel()
	root := shared()
	if root == "" || !testing.Verbose() {
		t.Skip("no shared/data/extract (or no -v): stacks of its texts are not measured")
	}
	for _, set := range []string{"naeb", "fundus258", "wcxb-dev-articles"} {
		lists := goldArticles(t, filepath.Join(root, "data", "extract", set))
		var ways []splitWith
		for fold := range lists {
			ways = append(ways, unseen(fold))
		}
		lines, open, held, singles, split := stackTable(lists, ways, 12)
		for _, line := range lines {
			t.Logf("%-10.10s %s", set, line)
		}
		t.Logf("%s: shapes the rules were made on: %v", set, open)
		t.Logf("%s: held-out shapes:               %v", set, held)
		t.Logf("%s: %d of %d single pages split", set, split, singles)
		texts, of := 0, 0
		for fold, all := range lists {
			for _, a := range all {
				of++
				body := a.Headline + "\n\nBy Ilka Morav\n\n3 March 2025\n\n" + a.Text()
				if articles, _ := ways[fold]([]byte(body), extract.Context{ContentType: "text/plain"}); len(articles) > 1 {
					if texts++; verbose() {
						fmt.Printf("split text\t%s\n", a.Headline)
					}
				}
			}
		}
		t.Logf("%s: %d of %d single texts split", set, texts, of)
	}
	countSplits(t, root)
}

func countSplits(t *testing.T, root string) {
	t.Helper()
	pages, split := 0, 0
	for _, set := range []string{"naeb/html", "fundus258/html", "wcxb-dev-articles/html", "postlight/html", "readability-pages/html", "defuddle-fixtures/fixtures", "htmldate-extra/html"} {
		names, err := filepath.Glob(filepath.Join(root, "data", "extract", set, "*"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no pages (%v)", set, err)
		}
		scraped := 0
		sites := siteFolds(t, filepath.Join(root, "data", "extract", filepath.Dir(set), "gold.jsonl"))
		for _, name := range names {
			way := splitWith(extract.Extract)
			if id, _, _ := strings.Cut(filepath.Base(name), ".html"); trainedOn[set] {
				way = unseen(sites[id])
			}
			page, err := readAny(name)
			if err != nil {
				t.Fatal(err)
			}
			articles, _ := way(page, extract.Context{ContentType: "text/html"})
			if pages++; len(articles) > 1 {
				split++
				t.Logf("split: %s/%s: %d articles", set, filepath.Base(name), len(articles))
			}
			text := stacks.Scrape(stacks.Page{Content: page}, stacks.Styles()[0])
			if articles, _ := way(text.Content, extract.Context{ContentType: text.ContentType}); len(articles) > 1 {
				if scraped++; verbose() {
					fmt.Printf("split scrape\t%s/%s\t%d\n", set, filepath.Base(name), len(articles))
				}
			}
		}
		t.Logf("%s: %d pages; as text %d are split", set, len(names), scraped)
	}
	t.Logf("%d of %d single pages are split", split, pages)
}

// trainedOn are the sets that the weights were made of; their pages are split by weights that do not know the site.
var trainedOn = map[string]bool{"naeb/html": true, "fundus258/html": true, "wcxb-dev-articles/html": true}

// siteFolds is the fold of each page of a set, by its id.
func siteFolds(t *testing.T, path string) map[string]int {
	t.Helper()
	folds := map[string]int{}
	content, err := os.ReadFile(path)
	if err != nil {
		return folds
	}
	for line := range strings.Lines(string(content)) {
		var g gold
		if err := json.Unmarshal([]byte(line), &g); err != nil {
			t.Fatal(err)
		}
		folds[g.ID] = extract.Fold(g.URL)
	}
	return folds
}

func readAny(name string) ([]byte, error) {
	if strings.HasSuffix(name, ".gz") {
		return readGzip(name)
	}
	return os.ReadFile(name)
}

// goldArticles are the articles of a set by the fold of their site.
func goldArticles(t *testing.T, dir string) [][]news.Article {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := make([][]news.Article, extract.Folds)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if g.Flag != "" || g.Title == "" || len(g.body()) < 600 {
			continue
		}
		a := news.Article{Headline: g.Title, Language: "en"}
		if authors, known := g.authors(); known && len(authors) > 0 && len(authors) < 4 {
			a.Authors = authors
		}
		if len(g.Date) >= 10 {
			a.PublishedAt, _ = time.Parse(time.DateOnly, g.Date[:10])
		}
		for line := range strings.SplitSeq(g.body(), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: line})
			}
		}
		fold := extract.Fold(g.URL)
		all[fold] = append(all[fold], a)
	}
	return all
}
