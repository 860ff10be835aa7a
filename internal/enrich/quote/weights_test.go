package quote_test

import (
	"errors"
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/quote"
)

func TestWeightsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("english.bin")
	if err != nil {
		t.Fatal(err)
	}
	var w quote.Weights
	if err := w.UnmarshalBinary(raw); err != nil {
		t.Fatal(err)
	}
	again, err := w.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(raw, again) {
		t.Error("written again they are other bytes")
	}
}

func TestBrokenWeightsAreRefused(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("english.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{nil, []byte("quotes0\n"), raw[:9], raw[:len(raw)/3], raw[:len(raw)-1], append(raw[:len(raw):len(raw)], 0)} {
		var w quote.Weights
		if err := w.UnmarshalBinary(b); !errors.Is(err, quote.ErrFormat) {
			t.Errorf("%d of %d bytes: %v, want a refusal", len(b), len(raw), err)
		}
	}
}

func TestTableKeepsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	var table quote.Table[uint32]
	want := map[uint32]uint32{}
	if _, ok := table.Get(7); ok {
		t.Error("an empty table has a value")
	}
	for i := range uint32(3000) {
		key := i%1000*0x10000 + 1 // many for one place
		table.Set(key, i)
		want[key] = i
	}
	got := maps.Collect(table.All())
	if !cmp.Equal(got, want) || table.Len() != len(want) {
		t.Errorf("%d values: %s", table.Len(), cmp.Diff(want, got))
	}
	if _, ok := table.Get(2); ok {
		t.Error("a word that was never given has a value")
	}
}
