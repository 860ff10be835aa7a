package text_test

import (
	"testing"

	"nutgraf/internal/text"
)

func TestNamed(t *testing.T) {
	t.Parallel()
	names := []string{"Ilse Marrow-Quell", "Minister Marrow", "Ørsted Å"}
	for words, want := range map[string]int{
		"ilse marrow": 1, "QUELL": 1, "Marrow-Quell": 1, "ilse marrow quell": 2, "minister marrow": 2, "marrow minister": 1, "minister ilse": 0, "mar": 0, "": 0, "  ": 0,
		`"marrow"`: 0, "-marrow": 0, "marrow -quell": 0, "headline:marrow": 0, "ørsted": 1, "—": 0,
	} {
		if got := text.Named(words, names...); got != want {
			t.Errorf("Named(%q): got %d, want %d", words, got, want)
		}
	}
}
