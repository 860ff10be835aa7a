package number_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/enrich/number"
)

// TestWordsAreWellWritten reads every line of the word list: a class that means something, and a value where one belongs.
func TestWordsAreWellWritten(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	languages, read := 0, 0
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			languages++
			continue
		}
		class, rest, _ := strings.Cut(line, " ")
		if !number.Known(class) {
			t.Errorf("%.60q: no class %q", line, class)
		}
		if class == "unit" || class == "currency" {
			_, rest, _ = strings.Cut(rest, " ")
		}
		for entry := range strings.FieldsSeq(rest) {
			word, value, valued := strings.Cut(entry, "=")
			read++
			switch class {
			case "number", "scale", "vague", "collective", "article":
				if _, err := strconv.ParseFloat(value, 64); err != nil {
					t.Errorf("%s %q: %v", class, entry, err)
				}
			case "nation":
				if len(value) != 2 {
					t.Errorf("nation %q: no country", entry)
				}
			default:
				if valued {
					t.Errorf("%s %q: no value belongs there", class, entry)
				}
			}
			if word != strings.ToLower(word) || strings.Contains(word, "ё") {
				t.Errorf("%s %q is never found: words are looked for in lower case, ё as е", class, word)
			}
		}
	}
	if languages != 8 || read < 2000 {
		t.Errorf("read %d words of %d languages only", read, languages)
	}
}
