package web_test

import (
	"html/template"
	"runtime"
	"testing"

	"nutgraf/internal/web"
)

// maxPages is what the pages in one language may take of memory, so that thirteen take less than 40 MB.
const maxPages = 3 << 20

// TestPagesInMemory is not parallel: nothing else is to fill the heap meanwhile.
func TestPagesInMemory(t *testing.T) { //nolint:paralleltest // see above
	const languages = 4
	before := heap()
	var sets []*template.Template
	for range languages {
		set, err := web.Pages("en", true)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
	}
	each := (heap() - before) / languages
	runtime.KeepAlive(sets)
	t.Logf("%d kB a language", each>>10)
	if each > maxPages {
		t.Errorf("the pages in one language take %d kB, want at most %d", each>>10, maxPages>>10)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // what finalizers held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkTemplates measures what the first reader of a language waits for.
func BenchmarkTemplates(b *testing.B) {
	for b.Loop() {
		if _, err := web.Pages("en", true); err != nil {
			b.Fatal(err)
		}
	}
}
