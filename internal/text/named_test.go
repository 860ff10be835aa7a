package text_test

import (
	"testing"

	"nutgraf/internal/text"
)

func TestNamed(t *testing.T) {
	t.Parallel()
	names := []string{"Ilse Marrow-Quell", "Minister Marrow", "Ørsted Å"}
	for words, want := range map[string]bool{
		"ilse marrow": true, "QUELL": true, "Marrow-Quell": true, "minister marrow": true, "minister ilse": false, "mar": false, "": false, "  ": false,
		`"marrow"`: false, "-marrow": false, "marrow -quell": false, "headline:marrow": false, "ørsted": true, "—": false,
	} {
		if got := text.Named(words, names...); got != want {
			t.Errorf("Named(%q): got %v, want %v", words, got, want)
		}
	}
}
