package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// NoNewsError says why a message is none that anybody publishes: an answering machine's, a bounce, an invitation.
type NoNewsError struct{ Why string }

func (e *NoNewsError) Error() string { return "not a newsletter: " + e.Why }
func (e *NoNewsError) Unwrap() error { return news.ErrInvalid }

const (
	maxMessages = 200 // of a digest
	shortText   = 400 // bytes of a text that merely comes with a forwarded message
	maxAhead    = 48 * time.Hour
)

// ParseMail reads a message (RFC 5322, MIME) as news: a newsletter is an entry, a digest several. Nothing in an entry is
// personal: the reader's name and address, links with tokens of theirs, tracking pixels and the lines about the
// subscription are left out. The entry's capture is its cleaned text as a page, so that articles stacked in one letter
// can be told apart; nothing has to be fetched.
//
// The error is a [*NoNewsError], or wraps [news.ErrInvalid] when the bytes are no message or hold no text.
func ParseMail(message []byte, at Context) ([]news.Entry, error) {
	r := &mailReader{}
	root := r.read(message[:min(len(message), maxDocument)], 0, "text/plain")
	if len(root.header["from"])+len(root.header["subject"])+len(root.header["date"])+len(root.header["message-id"]) == 0 {
		return nil, fmt.Errorf("this is no mail message: %w", news.ErrInvalid)
	}
	var entries []news.Entry
	if err := letters(root, nil, at, &entries); err != nil && len(entries) == 0 {
		return nil, err
	}
	return entries, nil
}

// letters adds the entries of a message and of those that it carries. reader are the addresses of whom it came to.
func letters(message *part, reader []mail.Address, at Context, entries *[]news.Entry) error {
	if why := noNews(message); why != "" {
		return &NoNewsError{why}
	}
	reader = append(slices.Clip(reader), recipients(message.header)...)
	inner := messagesIn(message, nil)
	l := &letter{message: message, at: at, reader: reader}
	l.read()
	if len(inner) > 0 && (isDigest(message) || len(markup.PlainText(l.text)) < shortText) {
		var failed error
		for _, m := range inner {
			if len(*entries) >= maxMessages {
				break
			}
			if err := letters(m, append(slices.Clip(reader), addresses(message.header["from"])...), at, entries); err != nil {
				failed = err
			}
		}
		return failed
	}
	e, err := l.entry()
	if err == nil && len(*entries) < maxMessages {
		*entries = append(*entries, e)
	}
	return err
}

// messagesIn finds the messages that a message carries.
func messagesIn(p *part, found []*part) []*part {
	for _, c := range p.parts {
		if strings.HasPrefix(p.kind, "message/") {
			return append(found, c)
		}
		found = messagesIn(c, found)
	}
	return found
}

func isDigest(p *part) bool {
	return p.kind == "multipart/digest" || slices.ContainsFunc(p.parts, func(c *part) bool { return c.kind == "multipart/digest" })
}

// bodies finds the texts of a message: HTML parts, or where there are none the plain ones.
func bodies(p *part) (pages, plain []*part) {
	if strings.HasPrefix(strings.TrimSpace(lower(p.header.get("content-disposition"))), "attachment") {
		return nil, nil
	}
	switch {
	case p.kind == "text/html" || p.kind == "application/xhtml+xml":
		return []*part{p}, nil
	case p.kind == "text/plain":
		return nil, []*part{p}
	case strings.HasPrefix(p.kind, "message/"):
		return nil, nil
	}
	for _, c := range p.parts {
		h, t := bodies(c)
		pages, plain = append(pages, h...), append(plain, t...)
		if p.kind == "multipart/related" && len(pages)+len(plain) > 0 {
			break // the others belong to it
		}
	}
	return pages, plain
}

// letter is one message on its way to an entry.
type letter struct {
	message *part
	at      Context
	reader  []mail.Address
	text    string // its HTML, as it came
}

func (l *letter) read() {
	pages, plain := bodies(l.message)
	for _, p := range pages {
		l.text += p.text()
	}
	if strings.TrimSpace(markup.PlainText(l.text)) == "" {
		l.text = ""
		for _, p := range plain {
			l.text += paragraphs(p.text(), lower(p.params["format"]) == "flowed", lower(p.params["delsp"]) == "yes")
		}
	}
}

// entry makes the entry of a message.
func (l *letter) entry() (news.Entry, error) {
	h := l.message.header
	e := news.Entry{GUID: strings.Trim(h.get("message-id"), "<> "), PublishedAt: mailDate(h, l.at.Now)}
	title, isForward := subject(h.get("subject"))
	isForward = isForward && len(h["list-id"])+len(h["list-unsubscribe"]) == 0
	from := firstAddress(h["from"])
	c := newCleaner(l.reader)
	page := c.parse(l.text)
	if told := c.forwarded(page); told != nil || isForward { // whoever forwards it is its reader
		c.hide([]mail.Address{from})
		if told != nil {
			from = told.from
			e.PublishedAt = firstTime(parseDate(told.date, l.at.Now), e.PublishedAt)
			title = firstOf(told.subject, title)
		} else {
			from = mail.Address{}
		}
	}
	title = firstOf(c.redact(title), headingOf(page))
	online := c.clean(page)
	content := inside(page)
	if strings.TrimSpace(markup.PlainText(content)) == "" || title == "" {
		return e, fmt.Errorf("the message %.100q holds no text: %w", e.GUID, news.ErrInvalid)
	}
	e.Title, e.Content = escapeText(title), content
	e.URL = c.publicAddress(h, online)
	s := senderOf(h, from, c.hosts)
	e.Origin, e.OriginURL, e.Authors = c.redact(s.name), s.site, s.authors
	e.Language = outlineLanguage(firstOf(h.get("content-language"), c.lang))
	if e.GUID == "" {
		sum := sha256.Sum256([]byte(title + "\x00" + h.get("date") + "\x00" + content))
		e.GUID = "mail:" + hex.EncodeToString(sum[:16])
	}
	lang := ""
	if e.Language != "" {
		lang = ` lang="` + escapeAttr(e.Language) + `"`
	}
	e.Capture = &news.Capture{URL: e.URL, ContentType: "text/html; charset=utf-8", FetchedAt: firstTime(l.at.Now, e.PublishedAt),
		Body: []byte("<!DOCTYPE html><html" + lang + "><head><meta charset=\"utf-8\"><title>" + e.Title + "</title></head><body>" + content + "</body></html>")}
	return e, nil
}

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// mailDate is when a message was sent: its Date, or when its servers took it where that is missing or in the future.
func mailDate(h mailHeader, now time.Time) time.Time {
	sent := parseDate(stripComment(h.get("date")), now)
	if !sent.IsZero() && (now.IsZero() || sent.Before(now.Add(maxAhead))) {
		return sent
	}
	for _, received := range h["received"] { // the newest first
		if _, date, found := strings.Cut(received, ";"); found {
			if t := parseDate(stripComment(date), now); !t.IsZero() && (now.IsZero() || t.Before(now.Add(maxAhead))) {
				return t
			}
		}
	}
	return time.Time{}
}

// stripComment drops what stands after a date in brackets, such as "(CET)".
func stripComment(s string) string {
	s, _, _ = strings.Cut(s, "(")
	return s
}

var replyPrefix = text.Lazy(`(?i)^\s*(?:(fwd?|wg|tr|rv|enc|vs|doorst|i|转发|転送)|(re|aw|sv|antw|rif))\s*(?:\[\d+\])?\s*[:：]\s*`)

// subject is a title without "Fwd:" and the like, and whether somebody forwarded it.
func subject(s string) (string, bool) {
	forward := false
	for range 5 {
		found := replyPrefix.FindStringSubmatch(s)
		if found == nil {
			break
		}
		forward = forward || found[1] != ""
		s = s[len(found[0]):]
	}
	return markup.Fold(s), forward
}

var mailAddress = text.Lazy(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])?`)

// addresses reads the addresses of fields, also of those that are written wrongly.
func addresses(fields []string) (found []mail.Address) {
	for _, field := range fields {
		if len(field) > 64<<10 {
			field = field[:64<<10]
		}
		if list, err := mail.ParseAddressList(field); err == nil {
			for _, a := range list {
				found = append(found, mail.Address{Name: outlineText(decodeWords(a.Name)), Address: a.Address})
			}
			continue
		}
		for _, one := range mailAddress.FindAllStringIndex(field, 50) {
			name := strings.Trim(field[:one[0]], " <\"'\t")
			if strings.ContainsAny(name, ",;<>") {
				name = ""
			}
			found = append(found, mail.Address{Name: outlineText(decodeWords(name)), Address: field[one[0]:one[1]]})
		}
	}
	return found
}

func firstAddress(fields []string) mail.Address {
	if found := addresses(fields[:min(len(fields), 1)]); len(found) > 0 {
		return found[0]
	}
	if len(fields) > 0 {
		return mail.Address{Name: outlineText(decodeWords(strings.Trim(fields[0], "<>\" ")))}
	}
	return mail.Address{}
}

// recipients are all whom a header names as readers.
func recipients(h mailHeader) (found []mail.Address) {
	for _, name := range []string{"to", "cc", "bcc", "resent-to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to",
		"x-forwarded-to", "x-forwarded-for", "x-delivered-to", "x-rcpt-to", "apparently-to", "x-apparently-to"} {
		found = append(found, addresses(h[name])...)
	}
	return found
}
