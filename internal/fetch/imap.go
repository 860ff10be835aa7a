package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Defaults and limits of reading a mailbox.
const (
	DefaultMaxMessages = 50
	DefaultMailBytes   = 64 << 20 // of all messages of one call
	maxMessageBytes    = 32 << 20 // larger ones are passed over
	mailTimeouts       = 4        // a call may take so many times the client's time-out; a silence no more than one
)

// MailRequest names a mailbox and what is known of it.
type MailRequest struct {
	URL         string // imaps://host[:port]/Folder, or imap:// for STARTTLS; no user, no password
	User        string
	Password    string
	State       string // of the last response; empty the first time
	MaxMessages int    // default 50; the first time so many of the newest
	MaxBytes    int64  // of all of them; default 64 MiB
}

// MailResponse are messages that are new in a mailbox.
type MailResponse struct {
	Messages [][]byte // as they came (RFC 5322), oldest first
	State    string   // for the next call
	More     bool     // there are more: call again soon
}

// Mail reads what is new in a mailbox (IMAP4rev1, RFC 3501) and changes nothing in it: the folder is opened for reading
// only, and nothing is marked as read. Messages that are too large are passed over. A connection that breaks after some
// messages came is no error: the state says how far they go. Every error is an [*Error].
//
// Without TLS it talks to this machine only.
func (c *Client) Mail(ctx context.Context, r MailRequest) (*MailResponse, error) {
	return c.mail(ctx, r, &tls.Config{MinVersion: tls.VersionTLS12}, netip.Addr.IsLoopback)
}

// mail takes what connections to be secure need, and where they need not be.
func (c *Client) mail(ctx context.Context, r MailRequest, secure *tls.Config, mayBePlain func(netip.Addr) bool) (*MailResponse, error) {
	r.MaxMessages, r.MaxBytes = cmp.Or(r.MaxMessages, DefaultMaxMessages), cmp.Or(r.MaxBytes, DefaultMailBytes)
	u, err := url.Parse(r.URL)
	if err != nil || u.Hostname() == "" || (u.Scheme != "imap" && u.Scheme != "imaps") {
		return nil, &Error{Kind: Failed, Err: errors.New("this is no address of a mailbox: want imaps://host/Folder")}
	}
	u.User = nil
	box := &mailbox{request: r, at: u, folder: cmp.Or(strings.Trim(u.Path, "/"), "INBOX")}
	ctx, cancel := context.WithTimeout(ctx, mailTimeouts*c.options.Timeout)
	defer cancel()
	conn, err := c.dialMail(ctx, u)
	if err != nil {
		return nil, box.error(ctx, err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	box.imapConn = newIMAPConn(conn, c.options.Timeout)
	secure = secure.Clone()
	secure.ServerName = u.Hostname()
	if err := box.open(ctx, secure, mayBePlain); err != nil {
		return nil, box.error(ctx, err)
	}
	response, err := box.read()
	if err != nil && (response == nil || len(response.Messages) == 0) {
		return nil, box.error(ctx, err)
	}
	if err == nil {
		_ = box.command(nil, "LOGOUT") // a courtesy
	}
	return response, nil
}

// mailbox is one call.
type mailbox struct {
	*imapConn
	request  MailRequest
	at       *url.URL
	folder   string
	validity uint64 // of the folder's numbers
	next     uint64 // number of the next message to come; 0 when not told
	exists   uint64 // messages in the folder
}

// open says hello, makes the connection secure, signs in and opens the folder.
func (b *mailbox) open(ctx context.Context, secure *tls.Config, mayBePlain func(netip.Addr) bool) error {
	if b.at.Scheme == "imaps" {
		if err := b.startTLS(ctx, secure); err != nil {
			return err
		}
	}
	greeting, err := b.response()
	if err != nil {
		return err
	}
	isSignedIn := strings.HasPrefix(greeting.text, "* PREAUTH")
	if !isSignedIn && !strings.HasPrefix(greeting.text, "* OK") {
		return &refusal{"the mail server does not let us in", greeting.text}
	}
	if b.at.Scheme == "imap" && !mayBePlain(b.peer()) {
		if isSignedIn {
			return &refusal{"it offers no encryption", greeting.text}
		}
		if err := b.command(nil, "STARTTLS"); err != nil {
			return b.because(err, "it offers no encryption; use imaps:// if it has that")
		}
		if err := b.startTLS(ctx, secure); err != nil {
			return err
		}
	}
	if !isSignedIn {
		if err := b.signIn(); err != nil {
			return b.because(err, "it does not accept the user name and password; some providers want a password made for programs")
		}
	}
	folder := mailFolder(b.folder)
	err = b.command(func(r imapResponse) { b.note(r.text) }, "EXAMINE "+folder)
	if err != nil {
		return b.because(err, fmt.Sprintf("it has no folder %q to read", b.folder))
	}
	return nil
}

// because gives a refusal its reason; other errors stay as they are.
func (b *mailbox) because(err error, why string) error {
	if no, ok := errors.AsType[*refusal](err); ok {
		return &refusal{why, no.said}
	}
	return err
}

func (b *mailbox) signIn() error {
	mechanisms := ""
	err := b.command(func(r imapResponse) {
		if said, found := strings.CutPrefix(r.text, "* CAPABILITY "); found {
			mechanisms = " " + strings.ToUpper(said) + " "
		}
	}, "CAPABILITY")
	if err != nil {
		return err
	}
	if strings.Contains(mechanisms, " AUTH=PLAIN ") {
		return b.authenticate(b.request.User, b.request.Password)
	}
	return b.login(b.request.User, b.request.Password)
}

// note reads what the opening of the folder tells of it.
func (b *mailbox) note(line string) {
	upper := strings.ToUpper(line)
	if n, found := numberAfter(upper, "[UIDVALIDITY "); found {
		b.validity = n
	}
	if n, found := numberAfter(upper, "[UIDNEXT "); found {
		b.next = n
	}
	if fields := strings.Fields(upper); len(fields) == 3 && fields[2] == "EXISTS" {
		b.exists, _ = strconv.ParseUint(fields[1], 10, 32) // 0 when unreadable
	}
}

// read fetches what is new.
func (b *mailbox) read() (*MailResponse, error) {
	last, isKnown := b.last()
	response := &MailResponse{State: b.state(last)}
	if b.exists == 0 || isKnown && b.next > 0 && b.next <= last+1 {
		if !isKnown && b.next > 0 {
			response.State = b.state(b.next - 1)
		}
		return response, nil
	}
	sizes, err := b.sizes(last, isKnown)
	if err != nil {
		return nil, err
	}
	wanted, upTo, more := b.choose(sizes, last)
	response.More = more
	messages, done, err := b.messages(wanted)
	response.Messages = messages
	switch {
	case err == nil:
		response.State = b.state(upTo)
	case len(messages) > 0:
		response.State, response.More = b.state(done), true
	}
	return response, err
}

// last is the number of the newest message seen; false when the folder is new, or numbers its messages anew.
func (b *mailbox) last() (uint64, bool) {
	validity, last, _ := strings.Cut(b.request.State, ":")
	v, err := strconv.ParseUint(validity, 10, 32)
	n, err2 := strconv.ParseUint(last, 10, 32)
	if err != nil || err2 != nil || v != b.validity {
		return 0, false
	}
	return n, true
}

func (b *mailbox) state(last uint64) string { return fmt.Sprintf("%d:%d", b.validity, last) }

type numbered struct{ uid, size uint64 }

// sizes lists the new messages, or the newest ones of a folder that is new.
func (b *mailbox) sizes(last uint64, isKnown bool) ([]numbered, error) {
	ask := fmt.Sprintf("UID FETCH %d:* (UID RFC822.SIZE)", last+1)
	if most := uint64(b.request.MaxMessages); !isKnown {
		ask = fmt.Sprintf("FETCH %d:* (UID RFC822.SIZE)", max(b.exists, most)-most+1)
	}
	var found []numbered
	err := b.command(func(r imapResponse) {
		uid, size, ok := r.fetched()
		if ok && uid > last && len(found) < maxResponses { // "n:*" gives the newest one always
			found = append(found, numbered{uid, size})
		}
	}, ask)
	slices.SortFunc(found, func(a, b numbered) int { return cmp.Compare(a.uid, b.uid) })
	return found, err
}

// choose takes the oldest new messages, as many as the limits allow. Up to the second result nothing is left to do.
func (b *mailbox) choose(sizes []numbered, last uint64) (wanted []uint64, upTo uint64, more bool) {
	upTo = last
	left := b.request.MaxBytes
	for _, one := range sizes {
		if one.size > maxMessageBytes || int64(one.size) > b.request.MaxBytes {
			upTo = one.uid
			continue
		}
		if len(wanted) == b.request.MaxMessages || int64(one.size) > left {
			return wanted, upTo, true
		}
		left -= int64(one.size)
		wanted, upTo = append(wanted, one.uid), one.uid
	}
	return wanted, upTo, false
}

// messages fetches messages by number. When it fails half-way, it tells up to which number all have come.
func (b *mailbox) messages(wanted []uint64) (messages [][]byte, done uint64, err error) {
	if len(wanted) == 0 {
		return nil, 0, nil
	}
	set := make([]string, len(wanted))
	for i, uid := range wanted {
		set[i] = strconv.FormatUint(uid, 10)
	}
	came := map[uint64][]byte{}
	b.allow(min(b.request.MaxBytes, maxMessageBytes), b.request.MaxBytes)
	err = b.command(func(r imapResponse) {
		if uid, _, ok := r.fetched(); ok && r.body != nil {
			came[uid] = r.body
		}
	}, "UID FETCH "+strings.Join(set, ",")+" (UID BODY.PEEK[])")
	for _, uid := range wanted {
		message := came[uid]
		if message == nil {
			if err != nil {
				break
			}
			continue // deleted meanwhile
		}
		messages, done = append(messages, message), uid
	}
	return messages, done, err
}

// error makes the error of a call.
func (b *mailbox) error(ctx context.Context, err error) *Error {
	e := &Error{Kind: Failed, URL: b.at.String(), Temporary: true, Err: err}
	if ctx.Err() != nil {
		e.Err = fmt.Errorf("it took too long: %w", ctx.Err())
	}
	if _, ok := errors.AsType[*refusal](err); ok {
		e.Kind, e.Temporary = Blocked, false
	}
	if _, ok := errors.AsType[refusedAddress](err); ok {
		e.Kind, e.Temporary = Blocked, false
	}
	if errors.Is(err, errTooLarge) {
		e.Kind, e.Temporary = TooLarge, false
	}
	return e
}
