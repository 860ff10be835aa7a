package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDamageLosesNoOtherPage cuts the log off at every byte of its last record, and turns bytes over in its middle.
func TestDamageLosesNoOtherPage(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	var sizes []int
	path := filepath.Join(folder, "pages.log")
	for i, name := range []string{"a.html", "b.html", "c.html"} {
		s.put(201, name, page(fmt.Sprintf("08:0%d:00", i), []string{"Ferry sails again", "School wins prize", "Bank raises rate"}[i]), 86400)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, int(info.Size()))
	}
	s.stop()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, content []byte, want ...string) {
		t.Helper()
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "pages.log"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		s := start(t, folder)
		if got := s.names(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
		if len(s.troubles) != 1 {
			t.Errorf("%s: an operator is told %q", what, s.troubles)
		}
		s.put(201, "z.html", page("08:09:00", "Lund scores twice"), 86400) // and it goes on
		s.stop()
		s = start(t, folder)
		if got := s.names(); !slices.Equal(got, append(want, "z.html")) {
			t.Errorf("%s, then one more: got %v", what, got)
		}
		s.stop()
	}
	for _, cut := range []int{sizes[1] + 1, sizes[1] + 4, sizes[1] + 23, sizes[1] + 24, sizes[1] + 100, sizes[2] - 1} {
		try(fmt.Sprintf("cut at %d of %d", cut, sizes[2]), whole[:cut], "a.html", "b.html")
	}
	for _, at := range []int{sizes[0], sizes[0] + 5, sizes[0] + 9, sizes[0] + 11, sizes[0] + 21, sizes[0] + 30, sizes[1] - 1} {
		damaged := slices.Clone(whole)
		damaged[at] ^= 0x40
		try(fmt.Sprintf("byte %d turned", at), damaged, "a.html", "c.html")
	}
	try("junk in front", append([]byte("junk \x1dpg\x02 junk"), whole...), "a.html", "b.html", "c.html")
	try("no log at all", []byte(strings.Repeat("\x1dpg\x02", 5000)))
}

// TestLogDoesNotGrowForEver puts large pages again and again.
func TestLogDoesNotGrowForEver(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	s.put(201, "a.html", page("08:00:00", "Ferry sails again"), 86400)
	large := page("09:00:00", "School wins prize") + "<!--" + strings.Repeat("tide ", 400_000) + "-->"
	s.put(201, "b.html", large, 86400)
	for range 10 {
		s.put(204, "b.html", large, 86400)
	}
	s.put(201, "c.html", page("09:01:00", "Bank raises rate"), 86400)
	info, err := os.Stat(filepath.Join(folder, "pages.log"))
	if err != nil {
		t.Fatal(err)
	}
	if most := int64(9 * len(large)); info.Size() > most {
		t.Errorf("the log of %d bytes of pages has %d bytes", len(large), info.Size())
	}
	s.check("a.html", "b.html", "c.html")
	s.stop()
	s = start(t, folder)
	s.check("a.html", "b.html", "c.html")
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("the folder has %v (%v)", files, err)
	}
}
