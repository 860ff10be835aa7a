// Command mill grinds out any number of invented articles as JSON Lines, for load tests: events with one to twelve
// reports each, wire copies among them, spread over the days before a given moment. The same seed gives the same lines.
//
//	go run ./internal/demo/mill -n 100000 | nutgraf import -
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

type article struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Time  string `json:"time"`
	Site  string `json:"site"`
	URL   string `json:"url"`
	Lang  string `json:"lang"`
}

func main() {
	n := flag.Int("n", 1000, "how many articles")
	days := flag.Int("days", 30, "spread over so many days")
	seed := flag.Uint64("seed", 1, "of the chance")
	sites := flag.Int("sites", 300, "how many outlets")
	end := flag.String("end", time.Now().UTC().Format(time.RFC3339), "the newest moment")
	flag.Parse()
	until, err := time.Parse(time.RFC3339, *end)
	if err != nil {
		log.Fatalf("mill: -end: %v", err)
	}
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	m := &mill{chance: rand.New(rand.NewPCG(*seed, 7)), sites: *sites, end: until, span: time.Duration(*days) * 24 * time.Hour}
	for made := 0; made < *n; {
		for _, a := range m.event(min(1+m.chance.IntN(12)*m.chance.IntN(12)/12, *n-made)) {
			made++
			if err := encoder.Encode(a); err != nil {
				log.Fatalf("mill: %v", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatalf("mill: %v", err)
	}
}

type mill struct {
	chance *rand.Rand
	sites  int
	end    time.Time
	span   time.Duration
	made   int
}

// event makes the reports of one event: each of its own sentences over the event's words, some of them copies.
func (m *mill) event(reports int) []article {
	topic := topics[m.chance.IntN(len(topics))]
	words := append([]string{m.name(), m.name(), m.name(), m.name() + " " + m.name()}, topic...)
	for range 10 {
		words = append(words, m.name())
	}
	start := m.end.Add(-time.Duration(m.chance.Int64N(int64(m.span))))
	var made []article
	for i := range reports {
		text := m.text(words)
		title := m.sentence(words[:8])
		if i > 0 && m.chance.IntN(4) == 0 {
			text = made[m.chance.IntN(i)].Text // a copy
		}
		site := m.chance.IntN(m.sites)
		m.made++
		at := start.Add(time.Duration(m.chance.Int64N(int64(8 * time.Hour))))
		if at.After(m.end) {
			at = m.end
		}
		made = append(made, article{
			ID: fmt.Sprint(m.made), Title: title, Text: text, Time: at.Format(time.RFC3339), Lang: "en",
			Site: fmt.Sprintf("Outlet %d", site), URL: fmt.Sprintf("https://outlet-%d.invalid/%s/%d", site, topic[0], m.made),
		})
	}
	return made
}

func (m *mill) text(words []string) string {
	var paragraphs []string
	for range 4 + m.chance.IntN(6) {
		var sentences []string
		for range 2 + m.chance.IntN(3) {
			sentences = append(sentences, m.sentence(words))
		}
		paragraphs = append(paragraphs, strings.Join(sentences, " "))
	}
	return strings.Join(paragraphs, "\n\n")
}

// sentence fills a pattern: * is a word of the event, anything else stands as it is.
func (m *mill) sentence(words []string) string {
	pattern := patterns[m.chance.IntN(len(patterns))]
	var b strings.Builder
	for _, r := range pattern {
		if r == '*' {
			b.WriteString(words[m.chance.IntN(len(words))])
		} else {
			b.WriteRune(r)
		}
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

// name invents a name of two or three syllables.
func (m *mill) name() string {
	var b strings.Builder
	for range 2 + m.chance.IntN(2) {
		b.WriteString(syllables[m.chance.IntN(len(syllables))])
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

var syllables = strings.Fields(`ba bel bor cra dal den dor el fal fen gar gil hal har hol is jor kal kel lan lin lor mar mel
	mor nar nel nor os par pel quen ral ren ros sal sel sor tal tam tor ul val ven vor wen wil yar zan zel`)

var topics = [][]string{
	strings.Fields("world river dam treaty minister border delegation water talks ambassador"),
	strings.Fields("politics vote council mayor budget ballot coalition committee amendment tax"),
	strings.Fields("business bank profit shares merger exports wages strike harbour cargo"),
	strings.Fields("technology satellite network software chip battery engineers launch outage server"),
	strings.Fields("science fossil telescope glacier laboratory experiment measurement species reef"),
	strings.Fields("health hospital vaccine nurses clinic outbreak patients surgery medicine"),
	strings.Fields("climate storm drought emissions flood heat forest coast wind harvest"),
	strings.Fields("culture museum novel festival orchestra painting theatre film archive"),
	strings.Fields("sport cup final goal stadium coach league penalty title referee"),
}

var patterns = []string{
	"the * of * said on Tuesday that the * would * the * before the end of the month.",
	"* and * met in * to discuss the * after weeks of *.",
	"officials in * expect the * to reach * by the weekend, according to *.",
	"a spokesperson for * declined to comment on the * but confirmed the *.",
	"residents of * described the * as the worst * in a generation.",
	"the * follows a * in *, where * had warned about the *.",
	"under the plan, * would take over the * while * keeps the *.",
	"critics of * say the * ignores the * and leaves * without a *.",
	"the figures published by * show a * of the * in *.",
	"it was not clear whether * or * had ordered the *.",
}
