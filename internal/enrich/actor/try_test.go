package actor_test

import (
	"fmt"
	"os"
	"testing"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

func TestTry(t *testing.T) {
	path := os.Getenv("TRY")
	if path == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(path)
	lang := os.Getenv("TRYLANG")
	if lang == "" {
		lang = "en"
	}
	p := text.Read(string(b))
	ms := name.Find(p, lang)
	for _, m := range ms {
		fmt.Printf("%s/%s ", m.In(p.Text), m.Kind)
	}
	fmt.Println()
	_, actors := actor.Find(p, lang, "", ms)
	for _, a := range actors {
		fmt.Printf("   %-8.8s %d %q %q %s %.2f %q\n", a.Kind, a.Mentions, a.Name, a.Forms, a.Country, a.Female, a.Role)
	}
}
