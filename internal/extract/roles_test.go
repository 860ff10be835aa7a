package extract_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
)

// around puts one piece of HTML between the paragraphs of an article.
func around(piece string) string {
	return `<html><head><title>New bridge opens in Orla</title></head><body><article><h1>New bridge opens in Orla</h1>
<p>The new bridge over the canal in Orla opened on Friday after four years of work, which cost the town two million crowns, the council said.</p>
<p>Cars will use it from Monday morning on, the mayor said, while the old bridge is closed for repair until the end of next summer, if all goes well.</p>
` + piece + `
<p>Shopkeepers in the old town fear that they will lose their customers, because the road has passed in front of their doors for fifty years.</p>
<p>The council has promised them a tram, which is to run every ten minutes, and a market on Saturdays below the wall.</p></article></body></html>`
}

func TestRoleOfPiece(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, piece string
		want        []news.Block
	}{
		{"correction", `<p>Correction: an earlier version of this article gave the wrong length of the bridge.</p>`,
			[]news.Block{{Role: news.RoleCorrection, Text: "Correction: an earlier version of this article gave the wrong length of the bridge."}}},
		{"German correction", `<p>Korrektur: In einer früheren Version dieses Textes war die Länge der Brücke falsch angegeben.</p>`,
			[]news.Block{{Role: news.RoleCorrection, Text: "Korrektur: In einer früheren Version dieses Textes war die Länge der Brücke falsch angegeben."}}},
		{"no correction", `<p>Correction officers in Orla said on Friday that they will use the bridge to reach the prison on the other side.</p>`,
			[]news.Block{{Role: news.RoleParagraph, Text: "Correction officers in Orla said on Friday that they will use the bridge to reach the prison on the other side."}}},
		{"promo", `<p>Sign up for our morning letter and never miss a story from the lake, delivered to your inbox.</p>`, nil},
		{"caption by its credit", `<p>The bridge as it was seen from the tower on Friday. Photo: Mara Olt</p>`,
			[]news.Block{{Role: news.RoleCaption, Text: "The bridge as it was seen from the tower on Friday."}, {Role: news.RoleCredit, Text: "Mara Olt"}}},
		{"video", `<iframe src="https://www.youtube.com/embed/abc"></iframe>`,
			[]news.Block{{Role: news.RoleEmbed, URL: "https://www.youtube.com/embed/abc", Media: news.MediaVideo}}},
		{"audio", `<audio src="https://radio.example/bridge.mp3"></audio>`,
			[]news.Block{{Role: news.RoleEmbed, URL: "https://radio.example/bridge.mp3", Media: news.MediaAudio}}},
		{"post", `<blockquote class="twitter-tweet"><p>Open at last!</p>Mayor of Orla <a href="https://twitter.com/orla/status/1">14 March</a></blockquote>`,
			[]news.Block{{Role: news.RoleEmbed, Text: "Open at last! Mayor of Orla 14 March", URL: "https://twitter.com/orla/status/1", Media: news.MediaPost}}},
		{"a caption in a heading", `<img src="/a.jpg"><h2>The mayor of Orla, second from the left, the builder of the bridge, third from the left, and the guests from the upper town, the lower town and the island walk over the bridge for the first time on Friday morning, some hours before it was opened to everybody else.</h2>`,
			[]news.Block{{Role: news.RoleImage, URL: "https://herald.example/a.jpg"}, {Role: news.RoleCaption, Text: "The mayor of Orla, second from the left, the builder of the bridge, third from the left, and the guests from the upper town, the lower town and the island walk over the bridge for the first time on Friday morning, some hours before it was opened to everybody else."}}},
		{"counter", `<iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe>`, nil},
		{"table row", `<table><tr><td>Length of the bridge from the upper town to the island, measured in metres along the middle of the road, without ramps.</td><td>412 metres, the council says.</td></tr></table>`,
			[]news.Block{{Role: news.RoleTable, Text: "Length of the bridge from the upper town to the island, measured in metres along the middle of the road, without ramps. | 412 metres, the council says."}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			articles, err := extract.Extract([]byte(around(test.piece)), extract.Context{URL: "https://herald.example/bridge"})
			if err != nil || len(articles) != 1 {
				t.Fatalf("got %d articles, error %v", len(articles), err)
			}
			var got []news.Block
			for _, b := range articles[0].Blocks[2 : len(articles[0].Blocks)-2] {
				b.HTML = ""
				got = append(got, b)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRelatedLinesBecomeLinks(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"Read also", "Lesen Sie auch", "À lire aussi", "Lea también", "Leia também", "Leggi anche", "Lees ook", "Läs också", "Les også",
		"Læs også", "Lue myös", "Czytaj także", "Čtěte také", "Kapcsolódó cikkek", "Citește și", "Pročitajte i", "İlgili haber", "Xem thêm", "Baca juga", "Читайте также",
		"Читайте також", "Прочетете още", "Διαβάστε επίσης", "اقرأ أيضا", "بیشتر بخوانید", "یہ بھی پڑھیں", "קראו גם", "यह भी पढ़ें", "আরও পড়ুন", "மேலும் படிக்க",
		"อ่านเพิ่มเติม", "関連記事", "관련기사", "相关阅读", "延伸閱讀"} {
		articles, err := extract.Extract([]byte(around(`<p>`+head+`: <a href="/water">Who pays for the water in the valley?</a></p>`)), extract.Context{URL: "https://herald.example/bridge"})
		if err != nil {
			t.Fatal(err)
		}
		want := []news.Link{{Title: "Who pays for the water in the valley?", URL: "https://herald.example/water"}}
		if diff := cmp.Diff(want, articles[0].Related); diff != "" || strings.Contains(articles[0].Text(), head) {
			t.Errorf("%s: related (-want +got):\n%s%s", head, diff, articles[0].Text())
		}
	}
}

// FuzzRoles reads any line within an article: the text around it stays, and nothing in it breaks a letter.
func FuzzRoles(f *testing.F) {
	for _, s := range []string{"Photo: Ann Poe", "写真：山田", "(Foto: A/AFP)", "Read also: ©", "Correction (", "사진=", "İ|ⓒ", "\xff", "Ｐhoto／ x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if len(line) > 2000 || strings.ContainsAny(line, "<&") {
			return
		}
		articles, err := extract.Extract([]byte(around("<p>"+line+"</p>")), extract.Context{})
		if err != nil || len(articles) == 0 {
			t.Fatalf("no article: %v", err)
		}
		for _, b := range articles[0].Blocks {
			if !utf8.ValidString(b.Text) || !utf8.ValidString(b.HTML) {
				t.Errorf("%s block with half a letter: %q", b.Role, b.Text)
			}
		}
	})
}

func TestTextBeginsBelowTheHeadlineAndEndsWithWords(t *testing.T) {
	t.Parallel()
	page := strings.Replace(around(""), `</h1>`, `</h1><p>Four years of work: New bridge opens in Orla</p>`, 1)
	page = strings.Replace(page, "</article>", "<p>2026.03.14</p></article>", 1)
	articles, err := extract.Extract([]byte(page), extract.Context{URL: "https://herald.example/bridge"})
	if err != nil || len(articles) != 1 {
		t.Fatalf("got %d articles, error %v", len(articles), err)
	}
	text := articles[0].Text()
	if !strings.HasPrefix(text, "The new bridge over the canal") || !strings.HasSuffix(text, "a market on Saturdays below the wall.") {
		t.Errorf("got %s", text)
	}
}
