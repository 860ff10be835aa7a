package enrich_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
)

// TestSharedLanguages holds how often the language of a text of the shared collections is told, when they are there. The figures of
// sections are in train, where the models are that never saw the texts.
func TestSharedLanguages(t *testing.T) {
	t.Parallel()
	dir := golden.Stories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: languages not measured")
	}
	files, err := filepath.Glob(filepath.Join(dir, "masakhanews", "*.dev.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no masakhanews: %v", err)
	}
	files = append(files, filepath.Join(dir, "contest-labels/categories_gold.jsonl"))
	var table strings.Builder
	for _, file := range files {
		n, right := 0, 0
		each(t, file, func(a news.Article, lang string) {
			if n++; enrich.Enrich(a, enrich.Hint{}).Language == lang {
				right++
			}
		})
		name := strings.TrimSuffix(strings.TrimPrefix(file, dir+"/"), ".dev.jsonl.gz")
		fmt.Fprintf(&table, "%-40s %5d texts  right %.3f\n", name, n, float64(right)/float64(n))
	}
	t.Log("\n" + table.String())
	golden.Check(t, "languages.txt", table.String())
}

// tags are what text.Language says to the codes of masakhanews; Nigerian Pidgin it was never taught.
var tags = map[string]string{"amh": "am", "eng": "en", "fra": "fr", "hau": "ha", "ibo": "ig", "lin": "ln", "lug": "lg", "orm": "om",
	"run": "rn", "sna": "sn", "som": "so", "swa": "sw", "tir": "ti", "xho": "xh", "yor": "yo", "pcm": "en", "en": "en", "ru": "ru"}

func each(t *testing.T, path string, visit func(a news.Article, lang string)) {
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
		var d struct{ URL, Title, Text, Lang string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		visit(article(d.URL, d.Title, d.Text), tags[d.Lang])
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
