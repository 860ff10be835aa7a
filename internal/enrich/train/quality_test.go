package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/golden"
)

// TestQualityOfSections measures, on each text that people labelled, the model that was trained without its site, and holds the
// table. The models are those that the last training left in testdata/folds.
func TestQualityOfSections(t *testing.T) {
	t.Parallel()
	dir := shared()
	if dir == "" {
		t.Skip("no shared/data beside the project and NUTGRAF_SHARED not set: sections not measured")
	}
	models := make([]*enrich.Linear, folds)
	for k := range models {
		b, err := os.ReadFile(filepath.Join("..", "testdata", "folds", fmt.Sprintf("%d.bin", k)))
		if err != nil {
			t.Fatal(err)
		}
		if models[k], err = enrich.ParseLinear(b); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := judged(filepath.Join(dir, "stories"))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) < 1000 {
		t.Fatalf("only %d labelled texts in %s", len(docs), dir)
	}
	for i := range docs {
		docs[i].signs = enrich.Read(docs[i].article)
	}
	table := report(docs, models)
	t.Log("\n" + table)
	golden.Check(t, filepath.Join("..", "testdata", "sections.txt"), table)
}

// shared finds the data beside the project; "" when it is not there.
func shared() string {
	dirs := []string{os.Getenv("NUTGRAF_SHARED")}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
		}
	}
	for _, dir := range dirs {
		data := filepath.Join(dir, "data")
		if info, err := os.Stat(filepath.Join(data, "stories")); dir != "" && err == nil && info.IsDir() {
			return data
		}
	}
	return ""
}
