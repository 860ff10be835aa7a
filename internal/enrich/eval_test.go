package enrich_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
)

// shelves says which of our sections answer a label of the shared collections; labels that none answers are left out.
var shelves = map[string]string{
	"business": "business", "economy": "business", "entertainment": "culture", "politics": "politics world", "society": "politics world health local climate",
	"sport": "sport", "sports": "sport", "tech": "technology", "technology": "technology", "health": "health", "science": "science climate health",
}

// TestSharedQuality prints how often section and language are right on labelled collections, when they are there.
// The words alone decide on all but contest-labels, which has addresses.
func TestSharedQuality(t *testing.T) {
	dir := sharedStories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: sections not measured")
	}
	files, err := filepath.Glob(filepath.Join(dir, "masakhanews", "*.dev.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no masakhanews: %v", err)
	}
	files = append(files, filepath.Join(dir, "bbc-news/docs.jsonl"), filepath.Join(dir, "contest-labels/categories_gold.jsonl"))
	t.Logf("%-24s %6s %8s %8s %9s", "set", "docs", "right", "unknown", "language")
	for _, file := range files {
		n, right, unknown, language, spoken := 0, 0, 0, 0, 0
		each(t, file, func(a news.Article, label, lang string) {
			a = enrich.Enrich(a, enrich.Hint{})
			if lang != "" {
				spoken++
				if a.Language == lang {
					language++
				}
			}
			answers, ok := shelves[label]
			if !ok {
				return
			}
			n++
			switch {
			case a.Section == "":
				unknown++
			case strings.Contains(" "+answers+" ", " "+string(a.Section)+" "):
				right++
			}
		})
		name := strings.TrimSuffix(strings.TrimPrefix(file, dir+"/"), ".dev.jsonl.gz")
		t.Logf("%-24s %6d %7.1f%% %7.1f%% %8.1f%%", name, n, 100*float64(right)/float64(max(1, n)), 100*float64(unknown)/float64(max(1, n)), 100*float64(language)/float64(max(1, spoken)))
	}
}

// tags are what text.Language says to the codes of masakhanews; Nigerian Pidgin it was never taught.
var tags = map[string]string{"amh": "am", "eng": "en", "fra": "fr", "hau": "ha", "ibo": "ig", "lin": "ln", "lug": "lg", "orm": "om",
	"run": "rn", "sna": "sn", "som": "so", "swa": "sw", "tir": "ti", "xho": "xh", "yor": "yo", "pcm": "en", "en": "en", "ru": "ru"}

func each(t *testing.T, path string, visit func(a news.Article, label, lang string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var d struct{ URL, Title, Text, Category, Label, Lang string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		a := news.Article{URL: d.URL, Headline: d.Title, Blocks: []news.Block{{Role: news.RoleParagraph, Text: d.Text}}}
		visit(a, d.Category+d.Label, tags[d.Lang])
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// sharedStories finds the labelled collections; "" when they are not there.
func sharedStories() string {
	dirs := []string{os.Getenv("NUTGRAF_SHARED")}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
		}
	}
	for _, dir := range dirs {
		stories := filepath.Join(dir, "data", "stories")
		if info, err := os.Stat(stories); dir != "" && err == nil && info.IsDir() {
			return stories
		}
	}
	return ""
}
