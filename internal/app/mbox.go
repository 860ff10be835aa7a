package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// maxMessage is how much of one message is read, in bytes; the rest of a larger one is passed over.
const maxMessage = 32 << 20

// postmark is the line before each message of an mbox file: "From someone Sat Mar 14 08:30:00 2026".
var postmark = regexp.MustCompile(`^From \S.*\d\d:\d\d.*\d{4}|^From .*@.*\d{4}`)

// Messages yields the messages of an mbox file in turn: mboxo, mboxrd, mboxcl and mboxcl2, with any line ends. A message
// is valid until the next. The error that ended the reading early comes last, after what was left of the last message.
func (f File) Messages() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		b := mbox{in: f.in}
		more := true
		err := b.each(func(message []byte) bool {
			more = yield(message, nil)
			return more
		})
		if err != nil && more {
			yield(nil, err)
		}
	}
}

// mbox splits a file into messages.
type mbox struct {
	in      *bufio.Reader
	message []byte
	inside  []int // where in message a postmark stands that Content-Length says is text
	end     int   // where Content-Length says that the message ends; 0 when it does not say
	seen    int   // bytes of the message, kept or not
	body    int   // where its body begins; 0 until known
}

func (b *mbox) each(yield func([]byte) bool) error {
	blank, first := true, true // the line before was empty; there was no message yet
	for {
		line, err := b.line()
		isMark := blank && bytes.HasPrefix(line, []byte("From ")) && postmark.Match(line)
		if isMark && err == nil {
			line = bytes.Clone(line) // looking further moves what lies in the reader
			isMark = b.headerFollows()
		}
		if isMark && b.body > 0 && b.seen < b.end {
			b.inside = append(b.inside, len(b.message))
			isMark = false
		}
		if !isMark && len(line) > 0 {
			b.add(line)
		}
		if isMark || err != nil {
			if (!first || b.seen > 0) && !b.give(yield) {
				return nil
			}
			first = false
			b.message, b.inside, b.end, b.seen, b.body = b.message[:0], b.inside[:0], 0, 0, 0
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		blank = len(bytes.TrimRight(line, "\r\n")) == 0
	}
}

// line reads one line, or the beginning of a very long one: what follows comes as lines of its own.
func (b *mbox) line() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return line, err
}

// headerFollows reports whether a field of a header is next, as behind every postmark that is one.
func (b *mbox) headerFollows() bool {
	next, _ := b.in.Peek(200) // less at the end of the file
	next, _, _ = bytes.Cut(next, []byte("\n"))
	return len(bytes.TrimSpace(next)) == 0 || bytes.HasPrefix(next, []byte(">From ")) || headerField.Match(next)
}

func (b *mbox) add(line []byte) {
	isBlank := len(bytes.TrimRight(line, "\r\n")) == 0
	switch {
	case b.body == 0 && isBlank:
		b.body = b.seen + len(line)
		if b.end > 0 {
			b.end += b.body
		}
	case b.body == 0 && len(line) > 16 && bytes.EqualFold(line[:15], []byte("content-length:")):
		if n, err := strconv.Atoi(string(bytes.TrimSpace(line[15:]))); err == nil && n > 0 && n < maxMessage {
			b.end = n
		}
	}
	b.seen += len(line)
	if quoted := bytes.TrimLeft(line, ">"); len(quoted) < len(line) && b.body > 0 && bytes.HasPrefix(quoted, []byte("From ")) {
		line = line[1:]
		b.end-- // counted as quoted, kept without
		b.seen--
	}
	if len(b.message)+len(line) <= maxMessage {
		b.message = append(b.message, line...)
	}
}

// give yields the message. Postmarks inside are text only if the message ends where it said; else they are postmarks.
func (b *mbox) give(yield func([]byte) bool) bool {
	tail := b.seen - b.end
	if len(b.inside) == 0 || tail >= 0 && tail <= 4 {
		return yield(b.message)
	}
	from := 0
	for _, at := range append(b.inside, len(b.message)) {
		if at > from && !yield(b.message[from:at]) {
			return false
		}
		from = min(at+1+bytes.IndexByte(b.message[at:], '\n'), len(b.message)) // behind the postmark
	}
	return true
}

// headerField is a line of a message's header; knownField one that says the file is a message.
var (
	headerField = regexp.MustCompile(`^[!-9;-~]{1,80}:`)
	knownField  = regexp.MustCompile(`(?im)^(from|date|subject|message-id|received|return-path|delivered-to|mime-version|to|list-id):`)
)

// isMessage reports whether a file begins as a message does: with fields of a header, two of them well known.
func isMessage(head []byte) bool {
	if !headerField.Match(head) {
		return false
	}
	header, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	fields := map[string]bool{}
	for _, found := range knownField.FindAllSubmatch(header, 20) {
		fields[strings.ToLower(string(found[1]))] = true
	}
	return len(fields) >= 2 && (fields["from"] || fields["received"] || fields["message-id"] || fields["return-path"] || fields["delivered-to"])
}

// importMessages takes the newsletters of a mailbox file, or of a file that is one message.
func importMessages(f File, form Form, result *Import, take func(news.Entry) error) error {
	var told problems
	one := func(message []byte) error {
		entries, err := feed.ParseMail(message, feed.Context{Now: f.ModTime})
		if _, ok := errors.AsType[*feed.NoNewsError](err); ok {
			result.Skipped++
			return nil
		}
		if err != nil {
			told.add(err)
			return nil
		}
		for _, e := range entries {
			if err := take(e); err != nil {
				return err
			}
		}
		return nil
	}
	if form == FormMail {
		message, err := f.Body()
		if err != nil {
			return &unreadableError{f.Path, err}
		}
		if err := one(message); err != nil {
			return err
		}
		return told.of(f.Path)
	}
	for message, err := range f.Messages() {
		if err != nil {
			told.add(fmt.Errorf("the mailbox is cut off or damaged (%w); what came before is kept", err))
			continue
		}
		if err := one(message); err != nil {
			return err
		}
	}
	return told.of(f.Path)
}

// mailbox reads an address such as imaps://name:password@host/Folder as a mailbox to follow; false when it is none. User
// and password go into the wish and out of the address, which pages show.
func mailbox(address string) (news.Subscription, bool, error) {
	scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "://")
	if scheme != "imap" && scheme != "imaps" {
		return news.Subscription{}, false, nil
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil { // its text may hold the password
		return news.Subscription{}, true, fmt.Errorf("this mailbox address is not readable: want imaps://name:password@host/Folder, with %%40 for @ within the name: %w", news.ErrInvalid)
	}
	w := news.Subscription{Kind: news.FeedMail}
	if u.User != nil {
		w.Wish.User = u.User.Username()
		w.Wish.Password, _ = u.User.Password()
		u.User = nil
	}
	folder := strings.Trim(u.Path, "/")
	u.RawQuery, u.Fragment, u.Host = "", "", strings.ToLower(u.Host)
	if folder == "" {
		folder = "INBOX"
	}
	u.Path, u.RawPath = "/"+folder, ""
	w.URL, w.Title = u.String(), folder+" of "+u.Hostname()
	if w.Wish.User == "" {
		return w, true, fmt.Errorf("mailbox %s: the user is missing: want %s://name:password@%s/%s: %w", w.URL, scheme, u.Host, folder, news.ErrInvalid)
	}
	return w, true, news.Feed{URL: w.URL, Kind: w.Kind}.Validate()
}
