package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"nutgraf/internal/extract"
)

// TestTextStaysWhole has texts of pages of one article that have lines like the headers of a stack.
func TestTextStaysWhole(t *testing.T) {
	t.Parallel()
	sentence := "The council of Orla voted on Tuesday to keep the old ferry running until the new bridge is open to lorries and buses. "
	article := "Ferry to run until the bridge opens\n\nBy Ilka Morav\n\n3 March 2025\n\n" + strings.Repeat(strings.Repeat(sentence, 3)+"\n\n", 8)
	teasers, replies, posts := "", "", ""
	for i, headline := range []string{"Harbour wall needs repair", "School choir wins in Lindau", "Market hall gets a new roof", "Snow closes the upper road"} {
		teasers += fmt.Sprintf("%s this winter\n\n%d February 2025\n\nThe town looked into it and found that it will take longer than anybody had thought…\n\n", headline, 20-i)
		replies += fmt.Sprintf("Reader%d from Lindau wrote\n\n%d March 2025\n\n%s\n\nReply\n\n", i, 4+i, strings.Repeat("I have taken this ferry for thirty years and it was never late, not even in snow. ", 2))
		posts += fmt.Sprintf("%s, says the mayor\n\n3 March 2025, 1%d:15\n\n%s\n\n", headline, i, strings.Repeat(sentence, 2))
	}
	for name, text := range map[string]string{
		"teasers":  article + "More from Orla\n\n" + teasers,
		"comments": article + "4 comments\n\n" + replies,
		"posts":    article + posts,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			articles, err := extract.Extract([]byte(text), extract.Context{ContentType: "text/plain"})
			if err != nil {
				t.Fatal(err)
			}
			if len(articles) != 1 || articles[0].Headline != "Ferry to run until the bridge opens" {
				t.Fatalf("got %d articles, the first %q, want the one about the ferry", len(articles), articles[0].Headline)
			}
		})
	}
}
