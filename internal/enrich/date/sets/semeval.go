package sets

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Corpus is articles, and the timelines of people, organisations and things that are told in them (Minard et al. 2015).
type Corpus struct {
	Articles  []Article
	Timelines []Timeline
}

// Article is one of a corpus.
type Article struct {
	ID        string
	Headline  string
	Text      string // without the headline
	Published time.Time

	sentences []sentence
}

// sentence is tokens and where they stand in the text; in the headline none stands anywhere (-1).
type sentence struct {
	words []string
	at    []int
}

// Timeline is the dated events in which a target has a part.
type Timeline struct {
	Target string
	Events []Event
}

// Event is a day, month or year as the timeline writes it ("2005-04-XX"), and where the event is mentioned.
type Event struct {
	Date     string
	Mentions []Mention
}

// Mention is where an article mentions an event: an offset into its text, -1 in the headline.
type Mention struct {
	Article int // index into [Corpus.Articles]
	At      int
	Word    string
}

// SemEval reads a corpus of SemEval-2015 task 4: "trial", or "1".
func SemEval(language, name string) (Corpus, error) {
	dir := filepath.Join(language, "semeval15_timeline", "data", "SemEval2015-Task4-TimeLine")
	articles := filepath.Join(dir, "Corpus-trial-data_task4_events_timelines", "*.xml")
	timelines := filepath.Join(dir, "TimeLines_trial_data_task4_v1.2", "*.txt")
	if name != "trial" {
		articles = filepath.Join(dir, "SemEval_Task4_data", "corpus_"+name, "corpus_trackA_CAT", "*.xml")
		timelines = filepath.Join(dir, "SemEval_Task4_data", "corpus_"+name, "TimeLines_Gold_Standard", "*.txt")
	}
	var c Corpus
	files, err := filepath.Glob(articles)
	if err != nil || len(files) == 0 {
		return c, fmt.Errorf("%s: %w", articles, os.ErrNotExist)
	}
	slices.Sort(files)
	byID := map[string]int{}
	for _, file := range files {
		a, err := readArticle(file)
		if err != nil {
			return c, fmt.Errorf("%s: %w", file, err)
		}
		byID[a.ID] = len(c.Articles)
		c.Articles = append(c.Articles, a)
	}
	files, err = filepath.Glob(timelines)
	if err != nil || len(files) == 0 {
		return c, fmt.Errorf("%s: %w", timelines, os.ErrNotExist)
	}
	slices.Sort(files)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return c, err
		}
		c.Timelines = append(c.Timelines, c.timeline(string(b), byID))
	}
	return c, nil
}

func readArticle(file string) (Article, error) {
	var doc struct {
		ID     string `xml:"doc_id,attr"`
		Tokens []struct {
			Sentence int    `xml:"sentence,attr"`
			Text     string `xml:",chardata"`
		} `xml:"token"`
		Times []struct {
			Function string `xml:"functionInDocument,attr"`
			Value    string `xml:"value,attr"`
		} `xml:"Markables>TIMEX3"`
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return Article{}, err
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		return Article{}, err
	}
	a := Article{ID: doc.ID}
	for _, t := range doc.Times {
		if t.Function == "CREATION_TIME" {
			if a.Published, err = day(t.Value); err != nil {
				return a, err
			}
		}
	}
	var text, headline strings.Builder
	for _, t := range doc.Tokens {
		for len(a.sentences) <= t.Sentence {
			if len(a.sentences) > 2 {
				text.WriteByte('\n')
			}
			a.sentences = append(a.sentences, sentence{})
		}
		at := -1
		switch {
		case t.Sentence == 0:
			joined(&headline, t.Text)
		case t.Sentence > 1 || !dateLine(doc.Tokens[len(a.sentences[0].words)].Text):
			at = joined(&text, t.Text)
		}
		s := &a.sentences[t.Sentence]
		s.words, s.at = append(s.words, t.Text), append(s.at, at)
	}
	a.Headline, a.Text = headline.String(), text.String()
	if a.Published.IsZero() {
		return a, fmt.Errorf("no time of creation")
	}
	return a, nil
}

// dateLine reports whether the line below the headline, which begins with a word, is the date.
func dateLine(word string) bool {
	_, err := time.Parse("January", word)
	_, day := time.Parse("Monday", strings.TrimSuffix(word, ","))
	return err == nil || day == nil
}

// joined adds a token to a text, with a space where one belongs, and returns where it stands.
func joined(b *strings.Builder, token string) int {
	s := b.String()
	tight := s == "" || s[len(s)-1] == '\n' || s[len(s)-1] == '(' || strings.HasSuffix(s, " \"") && strings.Count(s, `"`)%2 == 1 ||
		s == `"` || strings.HasSuffix(s, "$") || strings.HasSuffix(s, "-") && !strings.HasSuffix(s, " -")
	switch token {
	case ".", ",", ";", ":", ")", "?", "!", "'s", "’s", "n't", "%", "-", "'":
		tight = true
	case `"`:
		tight = tight || strings.Count(s, `"`)%2 == 1
	}
	if !tight {
		b.WriteByte(' ')
	}
	at := b.Len()
	b.WriteString(token)
	return at
}

// timeline reads lines "order TAB date TAB article-sentence-words TAB …" under the name of the target.
func (c Corpus) timeline(s string, byID map[string]int) Timeline {
	var t Timeline
	for line := range strings.Lines(s) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) < 3 {
			if t.Target == "" {
				t.Target = fields[0]
			}
			continue
		}
		e := Event{Date: fields[1]}
		for _, f := range fields[2:] {
			id, rest, _ := strings.Cut(f, "-")
			number, words, _ := strings.Cut(rest, "-")
			n, err := strconv.Atoi(number)
			article, known := byID[id]
			if err != nil || !known || n >= len(c.Articles[article].sentences) {
				continue
			}
			e.Mentions = append(e.Mentions, Mention{article, c.Articles[article].sentences[n].find(words), words})
		}
		t.Events = append(t.Events, e)
	}
	return t
}

// find returns where the words "take_away" stand; the beginning of the sentence when they do not.
func (s sentence) find(words string) int {
	first, _, _ := strings.Cut(words, "_")
	for i, w := range s.words {
		if w == words || w == first {
			return s.at[i]
		}
	}
	if len(s.at) == 0 {
		return -1
	}
	return s.at[0]
}
