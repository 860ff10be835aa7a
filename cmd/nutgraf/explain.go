package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/extract"
)

// judgementFacts is a block of a page in the JSON of read --explain.
type judgementFacts struct {
	Text    string        `json:"text"`
	Role    string        `json:"role"`
	Score   float64       `json:"score"` // log-odds that it is text of the article
	Reasons []reasonFacts `json:"reasons,omitempty"`
}

type reasonFacts struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"` // what it adds to the score
}

func judgementsOf(all []extract.Judgement) []judgementFacts {
	var facts []judgementFacts
	for _, j := range all {
		f := judgementFacts{Text: j.Text, Role: string(j.Role), Score: j.Score}
		for _, r := range j.Reasons {
			f.Reasons = append(f.Reasons, reasonFacts(r))
		}
		facts = append(facts, f)
	}
	return facts
}

// explainedWidth is how much of a block is shown, in letters.
const explainedWidth = 72

// printJudgements writes two lines for each block: score, role and words; and below them the reasons.
func printJudgements(out io.Writer, all []extract.Judgement) error {
	var b strings.Builder
	b.WriteString("score  role         block; below it what decided, with its value and weight (above 0: text of the article)\n")
	for _, j := range all {
		text := printable(j.Text)
		if utf8.RuneCountInString(text) > explainedWidth {
			text = string([]rune(text)[:explainedWidth-1]) + "…"
		}
		fmt.Fprintf(&b, "%+5.1f  %-12s %s\n", j.Score, j.Role, text)
		var reasons []string
		for _, r := range j.Reasons {
			reasons = append(reasons, fmt.Sprintf("%s %.4g (%+.1f)", r.Feature, r.Value, r.Weight))
		}
		if len(reasons) > 0 {
			fmt.Fprintf(&b, "%20s%s\n", "", strings.Join(reasons, ", "))
		}
	}
	b.WriteByte('\n')
	_, err := io.WriteString(out, b.String())
	return err
}
