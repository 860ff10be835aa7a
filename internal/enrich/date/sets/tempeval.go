// Package sets finds and reads the collections of expressions of time, and of dated events, that people have labelled. It
// helps tests.
package sets

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Text is a text with its expressions of time.
type Text struct {
	Name      string
	Text      string
	Published time.Time
	Dates     []Date
}

// Date is an expression of time that people marked: bytes of the text, and type and value as TIMEX3 has them, the type in
// small letters.
type Date struct {
	Start, End  int
	Type, Value string
}

// TempEval reads "timebank", "aquaint" or "platinum" of TempEval-3 (UzZaman et al. 2013). language is the folder of the
// collections of language.
func TempEval(language, name string) ([]Text, error) {
	switch name {
	case "timebank":
		return timebank(filepath.Join(language, "tempeval3", "timebank.jsonl"))
	case "aquaint":
		return markedUp(filepath.Join(language, "tempeval3", "data", "TBAQ-cleaned", "AQUAINT", "*.tml"))
	case "platinum":
		return markedUp(filepath.Join(language, "semeval15_timeline", "data", "TempEval3", "Evaluation", "te3-platinum-normalized", "*.tml"))
	}
	return nil, fmt.Errorf("no collection %q", name)
}

func timebank(path string) ([]Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []Text
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var line struct {
			Doc, DCT, Text string
			Timex          []struct {
				S, E        int // characters
				Type, Value string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, err
		}
		at, err := day(line.DCT)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", line.Doc, err)
		}
		var bytes []int // of each character
		for i := range line.Text {
			bytes = append(bytes, i)
		}
		bytes = append(bytes, len(line.Text))
		t := Text{Name: line.Doc, Text: line.Text, Published: at}
		for _, x := range line.Timex {
			t.Dates = append(t.Dates, Date{bytes[x.S], bytes[x.E], strings.ToLower(x.Type), x.Value})
		}
		texts = append(texts, t)
	}
	return texts, lines.Err()
}

func day(s string) (time.Time, error) {
	return time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
}

// markedUp reads TimeML.
func markedUp(pattern string) ([]Text, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: %w", pattern, os.ErrNotExist)
	}
	slices.Sort(files)
	var texts []Text
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		t, err := timeML(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		t.Name = filepath.Base(file)
		texts = append(texts, t)
	}
	return texts, nil
}

// timeML reads the text of a document and the expressions of time that are marked in it.
func timeML(s string) (Text, error) {
	var t Text
	_, created, _ := strings.Cut(s, "<DCT>")
	tag, _, _ := strings.Cut(created, ">")
	var err error
	if t.Published, err = day(attribute(tag, "value")); err != nil {
		return t, err
	}
	_, body, found := strings.Cut(s, "<TEXT>")
	body, _, closed := strings.Cut(body, "</TEXT>")
	if !found || !closed {
		return t, errors.New("no text")
	}
	var text strings.Builder
	open := -1
	for body != "" {
		plain, rest, more := strings.Cut(body, "<")
		text.WriteString(html.UnescapeString(plain))
		if !more {
			break
		}
		tag, body, _ = strings.Cut(rest, ">")
		switch {
		case strings.HasPrefix(tag, "TIMEX3"):
			open = len(t.Dates)
			t.Dates = append(t.Dates, Date{text.Len(), text.Len(), strings.ToLower(attribute(tag, "type")), attribute(tag, "value")})
		case tag == "/TIMEX3" && open >= 0:
			t.Dates[open].End = text.Len()
			open = -1
		}
	}
	t.Text = text.String()
	return t, nil
}

func attribute(tag, name string) string {
	_, rest, _ := strings.Cut(tag, " "+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
