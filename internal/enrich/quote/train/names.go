package main

import (
	"fmt"
	"os"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/text"
)

// understand reads a document.
func understand(d document) understood {
	p := text.Read(d.text)
	mentions, actors := actor.Find(p, "en", "", name.Find(p, "en"))
	return understood{d, p, mentions, actors}
}

// show prints what is said in a file.
func show(path, language string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p := text.Read(string(raw))
	mentions, actors := actor.Find(p, language, "", name.Find(p, language))
	for _, q := range quote.Find(p, language, mentions, actors, nil) {
		who := "-"
		if q.Actor >= 0 {
			who = actors[q.Actor].Name
		}
		fmt.Printf("%.2f direct=%-5v speaker=%q (%s, %s) cue=%q told=%q at=%q\n     %q\n", q.Likely, q.Direct, q.Speaker.In(p.Text), who, q.Role, q.Cue.In(p.Text),
			q.Told, q.At.In(p.Text), q.In(p.Text))
		if !q.Clause.Empty() {
			fmt.Printf("     in %q\n", q.Clause.In(p.Text))
		}
	}
	return nil
}
