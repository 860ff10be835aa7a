package key_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/enrich/key"
)

// TestCommonWordsAreWellWritten reads every line of the list of common words.
func TestCommonWordsAreWellWritten(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("common.txt")
	if err != nil {
		t.Fatal(err)
	}
	languages, read := 0, 0
	for line := range strings.Lines(string(file)) {
		if strings.HasPrefix(line, "[") {
			languages++
			continue
		}
		level, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.Atoi(level); err != nil || n < 0 || n > 99 {
			t.Errorf("%.40q: %q is no level from 0 to 99", line, level)
		}
		for w := range strings.FieldsSeq(words) {
			if read++; key.Plain(w) != w && key.Plain(key.Plain(w)) == w {
				t.Errorf("%q is never found", w)
			}
		}
	}
	if languages != 7 || read < 10000 {
		t.Errorf("read %d words of %d languages only", read, languages)
	}
}
