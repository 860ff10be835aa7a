package main

import (
	"path/filepath"
	"testing"

	"nutgraf/internal/golden"
)

// TestQualityOfQuotes measures the embedded weights on articles that they were not taught with, and holds the table.
func TestQualityOfQuotes(t *testing.T) {
	t.Parallel()
	stories := golden.Stories()
	if stories == "" {
		t.Skip("no shared/data beside the project and NUTGRAF_SHARED not set: quotations not measured")
	}
	docs, err := documents(filepath.Join(filepath.Dir(stories), "language"), "dev", false)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) < 80 {
		t.Fatalf("only %d articles", len(docs))
	}
	table := score(understand(docs))
	t.Log("\n" + table)
	golden.Check(t, filepath.Join("..", "testdata", "quotes.txt"), table)
}
