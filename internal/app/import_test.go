package app_test

import (
	"cmp"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"nutgraf/internal/app"
)

// shared is the folder of evaluation data, beside the project or where NUTGRAF_SHARED says; it may not be there.
func shared(path string) string {
	root := os.Getenv("NUTGRAF_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	return filepath.Join(root, "data", path)
}

// BenchmarkImport takes real pages from files all the way into stories.
func BenchmarkImport(b *testing.B) {
	pages := cmp.Or(os.Getenv("NUTGRAF_IMPORT"), shared("stories/contest-pages/html.tar.gz"))
	if _, err := os.Stat(pages); err != nil {
		b.Skipf("not run: import of the contest pages; %v", err)
	}
	for b.Loop() {
		storage := app.Storage{Data: b.TempDir()}
		db, err := storage.Open(b.Context(), slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		result, err := app.ImportFiles(b.Context(), db, app.ImportOptions{Paths: []string{pages}})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(result.Pages)/result.Took.Seconds(), "pages/s")
		b.ReportMetric(float64(result.PeakMemory)/(1<<20), "peak-MiB")
	}
}
