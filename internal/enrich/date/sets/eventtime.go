package sets

import (
	"os"
	"path/filepath"
	"strings"
)

// EventTime is an event of one day in a text of TimeBank, and whether that lies before, on or after the day of publication
// (Reimers and others 2016).
type EventTime struct {
	Text int    // index into the texts
	At   int    // where its word stands
	When string // "beforeDCT", "DCT" or "afterDCT"
}

// EventTimes reads the events of "train", "dev" or "test" whose sentences are found in the texts.
func EventTimes(language, part string, texts []Text) ([]EventTime, error) {
	b, err := os.ReadFile(filepath.Join(language, "timebank_eventtime", "input", "2_SingleDay", "1_DCTRelations", part+".txt"))
	if err != nil {
		return nil, err
	}
	byName := map[string]int{}
	for i, t := range texts {
		byName[strings.TrimSuffix(t.Name, ".tml")] = i
	}
	var events []EventTime
	for line := range strings.Lines(string(b)) {
		words := literals(between(line, "'sentence': [", "], '"))
		text, known := byName[strings.Trim(between(line, "'corpusFile': ", "}"), "'\" \n,")]
		position := 0
		for _, c := range between(line, "'eventPosition': ", ",") {
			position = position*10 + int(c-'0')
		}
		if !known || position >= len(words) {
			continue
		}
		if at := locate(texts[text].Text, words, position); at >= 0 {
			events = append(events, EventTime{text, at, strings.Trim(between(line, "'label': ", ","), "'")})
		}
	}
	return events, nil
}

func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	inside, _, _ := strings.Cut(rest, after)
	return inside
}

// literals reads a list of strings in single or double quotes.
func literals(s string) (words []string) {
	for i := 0; i < len(s); i++ {
		if s[i] != '\'' && s[i] != '"' {
			continue
		}
		end := strings.IndexByte(s[i+1:], s[i])
		if end < 0 {
			break
		}
		words = append(words, s[i+1:i+1+end])
		i += 1 + end
	}
	return words
}

// locate finds a sentence in a text whatever white space it has, and returns where one of its words stands; -1: nowhere.
func locate(text string, words []string, word int) int {
	var tight strings.Builder
	var at []int
	for i := range len(text) {
		if text[i] != ' ' && text[i] != '\n' && text[i] != '\t' {
			tight.WriteByte(text[i])
			at = append(at, i)
		}
	}
	start := strings.Index(tight.String(), strings.Join(words, ""))
	if start < 0 {
		return -1
	}
	return at[start+len(strings.Join(words[:word], ""))]
}
