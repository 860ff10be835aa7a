package feed_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

var mailNow = utc(2026, 3, 14, 12, 0, 0)

// letter is a message to Anna with these header lines and body.
func letter(head, body string) []byte {
	usual := "From: The Gull <news@gull.example>\nTo: Anna Example <anna@reader.example>\nSubject: Ferry sails\nDate: Sat, 14 Mar 2026 08:30:00 +0100\nMessage-ID: <1@gull.example>\n"
	for line := range strings.SplitSeq(head, "\n") {
		name, _, _ := strings.Cut(line, ":")
		if before, after, found := strings.Cut("\n"+usual, "\n"+name+":"); found && line != "" && line[0] != ' ' {
			_, after, _ = strings.Cut(after, "\n")
			usual = strings.TrimPrefix(before+"\n"+after, "\n")
		}
	}
	if head != "" {
		head += "\n"
	}
	return []byte(usual + head + "\n" + body)
}

func oneLetter(t *testing.T, message []byte) news.Entry {
	t.Helper()
	entries, err := feed.ParseMail(message, feed.Context{Now: mailNow})
	if err != nil || len(entries) != 1 {
		t.Fatalf("got %d entries, %v from\n%s", len(entries), err, message)
	}
	return entries[0]
}

func TestParseMailReadsANewsletter(t *testing.T) {
	t.Parallel()
	message, err := os.ReadFile("testdata/mail/gull.eml")
	if err != nil {
		t.Fatal(err)
	}
	e := oneLetter(t, message)
	content, capture := e.Content, e.Capture
	e.Content, e.Capture = "", nil
	want := news.Entry{
		GUID: "morning-1042@news.gull.example", URL: "https://news.gull.example/morning/1042", Title: "The ferry to Osk sails again – and more",
		Authors: []string{"Ines Hallorán"}, PublishedAt: utc(2026, 3, 14, 7, 30, 0), Origin: "The Gull in the Morning", OriginURL: "https://gull.example/", Language: "en",
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, wanted := range []string{"sailed again on Friday", `href="https://gull.example/ferry"`, "pictures/ferry.jpg", "A private link", "river prize", "Ines Hallorán"} {
		if !strings.Contains(content, wanted) {
			t.Errorf("the content lacks %q:\n%s", wanted, content)
		}
	}
	for _, personal := range []string{"Anna", "anna", "reader.example", "8sJx92kLmQ0aZr", "click.gull", "cid:", "Preview text", "You are receiving", "Unsubscribe", "browser", "utm_"} {
		if strings.Contains(content, personal) || strings.Contains(string(capture.Body), personal) {
			t.Errorf("%q was kept:\n%s", personal, content)
		}
	}
	if capture.URL != e.URL || !strings.Contains(string(capture.Body), content) || !strings.HasPrefix(capture.ContentType, "text/html") {
		t.Errorf("capture %s %s:\n%s", capture.URL, capture.ContentType, capture.Body)
	}
}

func TestParseMailReadsEveryForm(t *testing.T) {
	t.Parallel()
	const words = "The ferry sailed again on Friday."
	for name, c := range map[string]struct{ head, body, want string }{
		"plain":                {"", words + "\nIt was full.\n\nNext year two will sail.\n-- \nThe Gull", "<p>" + words + "\nIt was full.</p>\n<p>Next year two will sail.</p>"},
		"flowed":               {"Content-Type: text/plain; format=flowed; delsp=yes", "The fer \nry sailed. \n Stuffed\n\nEnd", "<p>The ferry sailed.Stuffed</p>\n<p>End</p>"},
		"not declared Latin":   {"Content-Type: text/plain", "Caf\xe9 by the sea, open again", "<p>Café by the sea, open again</p>"},
		"UTF-8 called Latin":   {"Content-Type: text/plain; charset=iso-8859-1", "Café", "<p>Café</p>"},
		"Japanese":             {"Content-Type: text/plain; charset=iso-2022-jp", "\x1b$B?7J9\x1b(B", "<p>新聞</p>"},
		"quoted-printable":     {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable", "Caf=C3=A9 =\r\ngoes on = 5 =zz=3D", "<p>Café goes on = 5 =zz=</p>"},
		"base64 with noise":    {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "VGhlIGZl\n! cnJ5\n", "<p>The ferry</p>"},
		"html":                 {"Content-Type: text/html", "<p>" + words + "</p>", "<p>" + words + "</p>"},
		"html preferred":       {"Content-Type: multipart/alternative; boundary=x", "--x\n\nplain\n--x\nContent-Type: text/html\n\n<b>" + words + "</b>\n--x--\nafter", "<b>" + words + "</b>"},
		"empty html":           {"Content-Type: multipart/alternative; boundary=x", "--x\n\n" + words + "\n--x\nContent-Type: text/html\n\n<br>\n--x--", "<p>" + words + "</p>"},
		"attachment":           {"Content-Type: multipart/mixed; boundary=x", "--x\n\n" + words + "\n--x\nContent-Disposition: attachment; filename=a.html\nContent-Type: text/html\n\n<p>no</p>\n--x--", "<p>" + words + "</p>"},
		"no end":               {"Content-Type: multipart/mixed; boundary=\"x y\"", "--x y\n\n" + words, "<p>" + words + "</p>"},
		"boundary not told":    {"Content-Type: multipart/mixed", "--abcd\n\n" + words + "\n--abcd--", "<p>" + words + "</p>"},
		"broken content type":  {"Content-Type: multipart/mixed; charset=\"; boundary=abcd", "--abcd\n\n" + words + "\n--abcd--", "<p>" + words + "</p>"},
		"boundary never comes": {"Content-Type: multipart/mixed; boundary=x\nMIME-Version: 1.0", words, ""},
		"broken header line":   {"X-A: b\nthis is no field", words, "<p>this is no field</p>\n<p>" + words + "</p>"},
		"controls":             {"Content-Type: text/html", "<p onclick=x style='color:red' data-id=7>" + words + "<script>x</script></p>", "<p>" + words + "</p>"},
		"pixels":               {"Content-Type: text/html", `<p>` + words + `<img src="https://a.example/p.png" height="1"><img src="https://a.example/x.png" style="width:1px"><img src="https://t.example/track/open.php?u=1"><img src="data:image/png;base64,AA"></p>`, "<p>" + words + "</p>"},
		"plain links":          {"", words + "\nMore: https://gull.example/a?utm_source=x&page=2 and <https://list-manage.com/track/click?u=1>.", "<p>" + words + "\nMore: https://gull.example/a?page=2 and .</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			message := letter(c.head, c.body)
			if c.want == "" {
				if _, err := feed.ParseMail(message, feed.Context{Now: mailNow}); !errors.Is(err, news.ErrInvalid) {
					t.Errorf("got %v, want ErrInvalid", err)
				}
				return
			}
			crlf := strings.ReplaceAll(strings.ReplaceAll(string(message), "\r\n", "\n"), "\n", "\r\n")
			if got := oneLetter(t, message).Content; got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if got := oneLetter(t, []byte(crlf)).Content; strings.ReplaceAll(got, "&#13;", "") != c.want {
				t.Errorf("with CRLF: got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestParseMailReadsHeaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		head string
		get  func(news.Entry) any
		want any
	}{
		{"Subject: WG: Re: Fwd: =?utf-8?q?Stra=C3?= =?utf-8?q?=9Fe?= zu", func(e news.Entry) any { return e.Title }, "Straße zu"},
		{"Subject: Fish & chips <cheap>", func(e news.Entry) any { return e.Title }, "Fish &amp; chips &lt;cheap&gt;"},
		{"Subject: =?koi8-r?B?8NLJ18XU?=", func(e news.Entry) any { return e.Title }, "Привет"},
		{"Subject: Anna, anna@reader.example reads", func(e news.Entry) any { return e.Title }, "Anna, reads"},
		{"Subject:", func(e news.Entry) any { return e.Title }, "The ferry sailed."},
		{"Date: nonsense\nReceived: from a by b; Fri, 13 Mar 2026 10:00:00 +0000", func(e news.Entry) any { return e.PublishedAt }, utc(2026, 3, 13, 10, 0, 0)},
		{"Date: Sat, 14 Mar 2037 10:00:00 +0000\nReceived: from a by b; Fri, 13 Mar 2026 10:00:00 +0000", func(e news.Entry) any { return e.PublishedAt }, utc(2026, 3, 13, 10, 0, 0)},
		{"Date: ", func(e news.Entry) any { return e.PublishedAt }, time.Time{}},
		{"Message-ID:", func(e news.Entry) any { return strings.HasPrefix(e.GUID, "mail:") }, true},
		{"From: Ines <ines@substack.com>\nList-Id: <tamsel.substack.com>", func(e news.Entry) any { return e.OriginURL }, "https://tamsel.substack.com/"},
		{"From: Ines <tamsel@substack.com>", func(e news.Entry) any { return e.OriginURL }, "https://tamsel.substack.com/"},
		{"From: The Keel <keel@gmail.com>", func(e news.Entry) any { return e.OriginURL }, "https://keel.example/"},
		{"From: X <x@news.email.keel.co.uk>", func(e news.Entry) any { return e.OriginURL }, "https://keel.co.uk/"},
		{"From: X <x@mail.co.uk>", func(e news.Entry) any { return e.OriginURL }, "https://mail.co.uk/"},
		{"From: Ines Halloran at The Keel <x@keel.example>", func(e news.Entry) any { return []any{e.Authors, e.Origin} }, []any{[]string{"Ines Halloran"}, "The Keel"}},
		{"From: x@keel.example", func(e news.Entry) any { return []any{e.Authors, e.Origin} }, []any{[]string(nil), "keel.example"}},
		{"From: The Gull <news@gull.example>", func(e news.Entry) any { return []any{e.Authors, e.Origin} }, []any{[]string(nil), "The Gull"}},
		{"List-Post: <https://tamsel.substack.com/p/ferry?token=AbC123dEf456GhI789jKl>", func(e news.Entry) any { return e.URL }, "https://tamsel.substack.com/p/ferry"},
		{"List-Post: <mailto:list@keel.example>", func(e news.Entry) any { return e.URL }, ""},
	} {
		e := oneLetter(t, letter(c.head+"\nContent-Type: text/html", `The ferry sailed. <a href="https://keel.example/1">a</a><a href="https://www.keel.example/2">b</a><a href="https://x.com/keel">c</a>`))
		want := c.want
		if got := c.get(e); !cmp.Equal(got, want) && !(want == "The ferry sailed." && strings.HasPrefix(fmt.Sprint(got), "The ferry sailed.")) {
			t.Errorf("%s\ngot  %v\nwant %v", c.head, got, want)
		}
	}
}

func TestParseMailFindsThePublicCopy(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		`<a href="https://gull.example/letters/7?utm_campaign=x#top">View in browser</a>`:                                          "https://gull.example/letters/7#top",
		`<a href="https://gull.example/l/7">Im Browser ansehen</a>`:                                                                "https://gull.example/l/7",
		`<a href="https://mailchi.mp/0a1b2c3d/ferry?e=0011223344">Voir en ligne</a>`:                                               "https://mailchi.mp/0a1b2c3d/ferry",
		`<a href="https://us1.campaign-archive.com/?u=0123456789abcdef012345678&id=7f&e=5a">View this email in your browser</a>`:   "https://us1.campaign-archive.com/?u=0123456789abcdef012345678&id=7f",
		`<p>Trouble? <a href="https://ct.sendgrid.net/ls/click?upn=AbCdEf123">Ver en el navegador</a></p>`:                         "",
		`<a href="https://click.gull.example/CL0/https:%2F%2Fgull.example%2Fl%2F8%3Fe=1/1/01AbCdEf/x">Read online</a>`:             "https://gull.example/l/8",
		`<a href="https://substack.com/redirect/2/eyJlIjoiaHR0cHM6Ly9ndWxsLmV4YW1wbGUvbC85P3V0bV9hPTEifQ.sig">View in browser</a>`: "https://gull.example/l/9",
		`<a href="https://gull.example/">View in browser</a>`:                                                                      "",
		`<a href="https://gull.example/view/AbCdEfGh1JkLmNoP2rStUvWxYz34">Читать в браузере</a>`:                                   "",
	} {
		e := oneLetter(t, letter("Content-Type: text/html", link+"<p>The ferry sailed again on Friday.</p>"))
		if e.URL != want {
			t.Errorf("%s\ngot  %s\nwant %s", link, e.URL, want)
		}
		if e.Content != "<p>The ferry sailed again on Friday.</p>" {
			t.Errorf("%s\nleft %s", link, e.Content)
		}
	}
}

func TestParseMailSkipsWhatIsNoNews(t *testing.T) {
	t.Parallel()
	for _, head := range []string{
		"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Subject: Out of office: back on Monday", "Subject: Please confirm your subscription",
		"Subject: Bitte bestätigen Sie Ihre Anmeldung", "Subject: Confirmez votre inscription", "Subject: Reset your password", "Subject: Your login code",
		"From: MAILER-DAEMON@mx.example", "Content-Type: multipart/report; boundary=x", "Subject: Undeliverable: news", "Content-Type: text/calendar; method=REQUEST",
		"In-Reply-To: <2@gull.example>", "Content-Type: application/pkcs7-mime",
	} {
		entries, err := feed.ParseMail(letter(head, "Some text that is long enough"), feed.Context{Now: mailNow})
		if e, ok := errors.AsType[*feed.NoNewsError](err); !ok || e.Why == "" || len(entries) > 0 {
			t.Errorf("%s: got %d entries, %v", head, len(entries), err)
		}
	}
	for _, message := range []string{"", "\n\nhello", "just text", "\x00\x01\x02"} {
		if _, err := feed.ParseMail([]byte(message), feed.Context{}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v", message, err)
		}
	}
	list := letter("In-Reply-To: <2@gull.example>\nList-Id: <talk.gull.example>", "An answer on a public list")
	if _, err := feed.ParseMail(list, feed.Context{}); err != nil {
		t.Errorf("an answer on a list: %v", err)
	}
}

func TestParseMailReadsDigests(t *testing.T) {
	t.Parallel()
	var digest strings.Builder
	for i := range 3 {
		fmt.Fprintf(&digest, "--d\n\nFrom: Reporter %d <r%d@gull.example>\nSubject: Story %d\nMessage-ID: <s%d@gull>\nDate: Fri, 13 Mar 2026 10:00:00 +0000\n\nWords of story %d for anna@reader.example.\n", i, i, i, i, i)
	}
	body := "--m\n\nToday's topics\n--m\nContent-Type: multipart/digest; boundary=d\n\n" + digest.String() + "--d--\n--m--"
	entries, err := feed.ParseMail(letter("Content-Type: multipart/mixed; boundary=m", body), feed.Context{Now: mailNow})
	if err != nil || len(entries) != 3 || entries[2].Title != "Story 2" || entries[1].GUID != "s1@gull" || strings.Contains(entries[0].Content, "reader.example") {
		t.Errorf("got %v, %+v", err, entries)
	}
}

func TestParseMailReadsForwardedLetters(t *testing.T) {
	t.Parallel()
	const inner = "From: The Keel <news@keel.example>\nSubject: Keels\nDate: Thu, 12 Mar 2026 10:00:00 +0000\nMessage-ID: <k@keel>\n\nKeels are laid in Port Selwyn."
	attached := letter("From: Anna <anna@reader.example>\nSubject: Fwd: Keels\nContent-Type: multipart/mixed; boundary=m",
		"--m\n\nlook at this\n--m\nContent-Type: message/rfc822\n\n"+inner+"\n--m--")
	inline := letter("From: Anna Example <anna@reader.example>\nTo: box@mine.example\nSubject: Fwd: Keels", "look, for anna@reader.example\n\n---------- Forwarded message ---------\nFrom: The Keel <news@keel.example>\nDate: Thu, 12 Mar 2026 at 10:00 UTC\nSubject: Keels\nTo: <anna@reader.example>\n\n\nKeels are laid in Port Selwyn.\n")
	gmail := letter("From: Anna Example <anna@reader.example>\nTo: box@mine.example\nSubject: Fwd: Keels\nContent-Type: text/html", `<div dir="ltr"><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>The Keel</b> <span>&lt;<a href="mailto:news@keel.example">news@keel.example</a>&gt;</span><br>Date: Thu, Mar 12, 2026 at 10:00 AM<br>Subject: Keels<br>To:  &lt;<a href="mailto:anna@reader.example">anna@reader.example</a>&gt;<br></div><br><p>Keels are laid in Port Selwyn.</p></div></div>`)
	for name, message := range map[string][]byte{"attached": attached, "inline": inline, "gmail": gmail} {
		e := oneLetter(t, message)
		if e.Title != "Keels" || e.OriginURL != "https://keel.example/" || e.Origin != "The Keel" || e.PublishedAt.Day() != 12 {
			t.Errorf("%s: got %+v", name, e)
		}
		if strings.Contains(strings.ToLower(e.Content), "anna") || strings.Contains(e.Content, "look") || !strings.Contains(e.Content, "Port Selwyn") {
			t.Errorf("%s: content %s", name, e.Content)
		}
	}
}

// hostileMail are messages made to hurt.
func hostileMail(n int) map[string]string {
	head := "From: a@b.example\nSubject: x\n"
	nested := head
	for i := range n / 100 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	return map[string]string{
		"nested multiparts":   nested + "\n\ntext",
		"nested messages":     head + strings.Repeat("Content-Type: message/rfc822\n\nFrom: a@b.example\n", n/50) + "\n\ntext",
		"one boundary":        head + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: multipart/mixed; boundary=b\n\n", n/50),
		"many parts":          head + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n/8),
		"header flood":        head + strings.Repeat("X-Y: z\n", n/7) + "\n\ntext",
		"one long field":      head + "Subject: " + strings.Repeat("=?utf-8?q?a?= ", n/14) + "\n\ntext",
		"folded for ever":     head + "X: " + strings.Repeat("\n a", n/3) + "\n\ntext",
		"many recipients":     head + "To: " + strings.Repeat("a@b.example, ", n/13) + "\n\n" + strings.Repeat("a@b.example ", 1000),
		"nested tables":       head + "Content-Type: text/html\n\n" + strings.Repeat("<table><tr><td>", n/15) + "text",
		"nested links":        head + "Content-Type: text/html\n\n" + strings.Repeat("<div><a href=https://a.example/unsub>x", n/38) + "text",
		"many blocks":         head + "Content-Type: text/html\n\n" + strings.Repeat("<p>view in browser ", n/19) + "text",
		"many links in words": head + "\n\n" + strings.Repeat("https://list-manage.com/?u=https://a.example ", n/46),
		"links within links":  head + "Content-Type: text/html\n\n<p>text<a href='" + strings.Repeat("https://list-manage.com/?u=", 250) + "'>x</a>",
		"equals signs":        head + "Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("= ", n/2),
		"open brackets":       head + "From: " + strings.Repeat("<(", n/2) + "\n\ntext",
	}
}

func TestParseMailTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: measuring takes a while")
	}
	took := func(message string) time.Duration {
		best := time.Hour
		for range 3 {
			began := time.Now()
			_, _ = feed.ParseMail([]byte(message), feed.Context{Now: mailNow}) // what it says matters elsewhere
			best = min(best, time.Since(began))
		}
		return best
	}
	const n = 50_000
	longer := hostileMail(2 * n)
	for name, message := range hostileMail(n) {
		once, twice := took(message), took(longer[name])
		for range 3 { // a busy machine is measured again
			if float64(twice) < 3*float64(once) || twice < 200*time.Millisecond {
				break
			}
			once, twice = took(message), took(longer[name])
		}
		if twice > 200*time.Millisecond && float64(twice) > 3*float64(once) || twice > 5*time.Second {
			t.Errorf("%s: %v, of twice the size %v", name, once, twice)
		}
	}
}

// FuzzParseMail: no bytes end the program, and nothing of the reader is left.
func FuzzParseMail(f *testing.F) {
	message, err := os.ReadFile("testdata/mail/gull.eml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(message)
	for _, message := range hostileMail(2000) {
		f.Add([]byte(message))
	}
	f.Add(letter("Content-Type: multipart/digest; boundary=d", "--d\n\nFrom: a@b.example\n\nx"))
	f.Fuzz(func(t *testing.T, message []byte) {
		entries, err := feed.ParseMail(message, feed.Context{Now: mailNow})
		if err == nil && len(entries) == 0 || err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for _, e := range entries {
			if e.GUID == "" || e.Title == "" || e.Capture == nil {
				t.Fatalf("an entry without identity, title or capture: %+v", e)
			}
			if strings.Contains(strings.ToLower(e.Content), "anna@reader.example") && strings.Contains(string(message), "To: Anna Example <anna@reader.example>") {
				t.Fatalf("the reader's address is left: %s", e.Content)
			}
		}
	})
}

func BenchmarkParseMail(b *testing.B) {
	message, err := os.ReadFile("testdata/mail/gull.eml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(message)))
	for b.Loop() {
		if _, err := feed.ParseMail(message, feed.Context{Now: mailNow}); err != nil {
			b.Fatal(err)
		}
	}
}
