package date_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/text"
)

// FuzzFind: spans stand in the text, in order and apart; bounds have an order; events point at dates; all is the same twice.
func FuzzFind(f *testing.F) {
	files, err := filepath.Glob("testdata/sentences/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no sentences to begin with")
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), filepath.Base(file)[:2], int64(1706788800))
	}
	f.Add("from 31 to 31 February 29 / 29 / 29 the last the last of of 's 0 th Sunday of May", "en", int64(0))
	f.Add("9 3 1 - 31 99999999999 : 60 p.m. 1e9 の 年 月 日", "de", int64(-62135596800))
	f.Fuzz(func(t *testing.T, s, language string, published int64) {
		at := time.Unix(published%(1<<35), 0).UTC()
		if published == 0 {
			at = time.Time{}
		}
		p := text.Read(s)
		dates := date.Find(p, language, at)
		end := 0
		for _, d := range dates {
			if d.Start < end || d.End <= d.Start || d.End > len(s) {
				t.Fatalf("span %d–%d after %d in %d bytes", d.Start, d.End, end, len(s))
			}
			end = d.End
			if d.Value == "" || d.Type == "" {
				t.Errorf("%q has no value or no type", d.In(s))
			}
			if d.From.IsZero() != d.Until.IsZero() || !d.From.IsZero() && !d.From.Before(d.Until) {
				t.Errorf("%q is from %v until %v", d.In(s), d.From, d.Until)
			}
		}
		if diff := cmp.Diff(dates, date.Find(p, language, at)); diff != "" {
			t.Errorf("found twice: %s", diff)
		}
		for _, e := range date.Events(p, language, at, dates) {
			if e.Start < 0 || e.End > len(s) || e.Start >= e.End || e.Date >= len(dates) || !e.From.Before(e.Until) || e.Weight <= 0 || e.Weight > 1 {
				t.Errorf("event %+v of %d dates", e, len(dates))
			}
		}
	})
}
