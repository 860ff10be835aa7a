package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/golden"
)

// TestSharedPageGivesItsQuotations reads the lead report of the sample page: all of its quotations have the right speaker,
// and no other words do.
func TestSharedPageGivesItsQuotations(t *testing.T) {
	t.Parallel()
	stories := golden.Stories()
	if stories == "" {
		t.Skip("no shared/data beside the project and NUTGRAF_SHARED not set: the sample page not read")
	}
	raw, err := os.ReadFile(filepath.Join(stories, "..", "..", "samples", "aggregator-page.txt"))
	if err != nil {
		t.Skip("no sample page:", err)
	}
	page, _, _ := strings.Cut(string(raw), "Afghan CIA fighters face")
	p, quotes, actors := read(page, "en")
	want := []struct {
		begins, who, told string
		direct            bool
	}{
		{"BEIJING", "Jennifer Daskal", "NBC News", false},
		{"We’re looking", "Jennifer Daskal", "", true},
		{"inject more", "Wang Xiaohong", "", true},
		{"That removal", "Hua Zhendong", "NBC News", false},
		{"Greater bilateral", "Hua Zhendong", "", false},
		{"Only through", "Hua Zhendong", "", true},
		{"showed a real", "Jennifer Daskal", "", true},
		{"We will know", "Jennifer Daskal", "", true},
		{"that Beijing has", "Jennifer Daskal", "", false},
		{"There’s obviously", "Jennifer Daskal", "", true},
		{"root cause", "Yu Haibin", "NBC News", true},
		{"Demand needs", "Yu Haibin", "NBC", true},
		{"I want to emphasize", "Yu Haibin", "", true},
		{"the fact that", "Jennifer Daskal", "", true},
		{"We talked about", "Jennifer Daskal", "", true},
	}
	at := 0
	for _, q := range quotes {
		said, who := words(p, q), ""
		if q.Actor >= 0 {
			who = actors[q.Actor].Name
		}
		if at < len(want) && strings.HasPrefix(said, want[at].begins) {
			if w := want[at]; w.direct != q.Direct || w.who != who || w.told != "" && q.Told != w.told {
				t.Errorf("%q: direct %v, by %q, told %q; want %+v", said, q.Direct, who, q.Told, w)
			}
			at++
		} else if q.Direct {
			t.Errorf("%q by %q is no quotation of the report", said, who)
		}
	}
	if at < len(want) {
		t.Errorf("no quotation that begins %q, or not in its place", want[at].begins)
	}
}
