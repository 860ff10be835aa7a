package quote_test

import (
	"errors"
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
