package fetch

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// Limits of what a mail server may say. Literals have limits of their own.
const (
	maxIMAPLine  = 64 << 10 // bytes
	maxResponses = 200_000  // to one command
	maxIMAPText  = 32 << 20 // bytes of all lines of a connection
	maxLiteral   = 64 << 10 // where no message is awaited
)

// imapConn speaks the few words of IMAP that reading takes.
type imapConn struct {
	conn    net.Conn
	in      *bufio.Reader
	silence time.Duration // how long the server may say nothing
	tags    int
	text    int   // bytes of lines so far
	literal int64 // the largest literal that is taken
	left    int64 // of literals together
}

func newIMAPConn(conn net.Conn, silence time.Duration) *imapConn {
	c := &imapConn{silence: silence, literal: maxLiteral, left: 1 << 20}
	c.use(conn)
	return c
}

func (c *imapConn) use(conn net.Conn) { c.conn, c.in = conn, bufio.NewReaderSize(conn, 16<<10) }

// allow sets how large the literals of the next answers may be, one and together.
func (c *imapConn) allow(one, all int64) { c.literal, c.left = one, all }

// refusal is a server's "no".
type refusal struct{ why, said string }

func (r *refusal) Error() string {
	said := strings.Map(func(c rune) rune {
		if c < ' ' || c >= 0x7f && c < 0xa0 {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(r.said, "?"))
	return fmt.Sprintf("%s (it says: %.200s)", r.why, said)
}

// imapResponse is one answer: its line, and the message in it.
type imapResponse struct {
	text string // the line with its literals taken out
	body []byte // of BODY[]; nil when there is none
}

var (
	literalEnd  = regexp.MustCompile(`\{(\d{1,18})\+?\}$`)
	fetchedUID  = regexp.MustCompile(`(?i)[( ]UID (\d{1,10})\b`)
	fetchedSize = regexp.MustCompile(`(?i)[( ]RFC822\.SIZE (\d{1,18})\b`)
	fetchedText = regexp.MustCompile(`(?i)BODY\[\] "((?:[^"\\]|\\.)*)"`)
)

// fetched reads the answer to a FETCH.
func (r imapResponse) fetched() (uid, size uint64, ok bool) {
	fields := strings.SplitN(r.text, " ", 4)
	if len(fields) < 4 || fields[0] != "*" || !strings.EqualFold(fields[2], "FETCH") {
		return 0, 0, false
	}
	found := fetchedUID.FindStringSubmatch(fields[3])
	if found == nil {
		return 0, 0, false
	}
	uid, err := strconv.ParseUint(found[1], 10, 32)
	if found := fetchedSize.FindStringSubmatch(fields[3]); found != nil {
		size, _ = strconv.ParseUint(found[1], 10, 63) // digits only
	}
	return uid, size, err == nil && uid > 0
}

// response reads one answer with its literals.
func (c *imapConn) response() (imapResponse, error) {
	var r imapResponse
	var text strings.Builder
	for {
		line, err := c.line()
		if err != nil {
			return r, err
		}
		found := literalEnd.FindStringSubmatchIndex(line)
		if found == nil {
			text.WriteString(line)
			break
		}
		text.WriteString(line[:found[0]])
		size, err := strconv.ParseInt(line[found[2]:found[3]], 10, 63)
		if err != nil || size > c.literal || size > c.left {
			return r, fmt.Errorf("the mail server announces %s bytes: %w", line[found[2]:found[3]], errTooLarge)
		}
		c.left -= size
		var literal bytes.Buffer // grows as bytes come, whatever was announced
		if _, err := io.CopyN(&literal, deadlined{c}, size); err != nil {
			return r, ended(err)
		}
		if strings.HasSuffix(strings.ToUpper(strings.TrimRight(line[:found[0]], " ")), "BODY[]") {
			r.body = literal.Bytes()
			if r.body == nil {
				r.body = []byte{}
			}
		}
	}
	r.text = text.String()
	if found := fetchedText.FindStringSubmatch(r.text); found != nil && r.body == nil {
		r.body = []byte(unescaped.Replace(found[1]))
		r.text = strings.Replace(r.text, found[1], "", 1)
	}
	return r, nil
}

var unescaped = strings.NewReplacer(`\\`, `\`, `\"`, `"`)

// deadlined reads under the limit of silence.
type deadlined struct{ *imapConn }

func (d deadlined) Read(p []byte) (int, error) {
	if d.in.Buffered() == 0 {
		if err := d.conn.SetDeadline(time.Now().Add(d.silence)); err != nil {
			return 0, err
		}
	}
	return d.in.Read(p)
}

// ended words the end of a connection.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the mail server ended the connection")
	}
	return err
}

// line reads one line without its end.
func (c *imapConn) line() (string, error) {
	if err := c.conn.SetDeadline(time.Now().Add(c.silence)); err != nil {
		return "", err
	}
	var line []byte
	for {
		piece, err := c.in.ReadSlice('\n')
		line = append(line, piece...)
		c.text += len(piece)
		if len(line) > maxIMAPLine || c.text > maxIMAPText {
			return "", fmt.Errorf("the mail server's answer is too long: %w", errTooLarge)
		}
		if err == nil {
			return strings.TrimRight(string(line), "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", ended(err)
		}
	}
}

func (c *imapConn) send(line string) error {
	if err := c.conn.SetDeadline(time.Now().Add(c.silence)); err != nil {
		return err
	}
	_, err := io.WriteString(c.conn, line+"\r\n")
	return err
}

// command sends a command, gives each answer to take, which may be nil, and waits for the end. A "no" is a [*refusal].
// Where the server asks to go on, the next of the lines is sent.
func (c *imapConn) command(take func(imapResponse), lines ...string) error {
	c.tags++
	tag := "n" + strconv.Itoa(c.tags)
	if err := c.send(tag + " " + lines[0]); err != nil {
		return ended(err)
	}
	lines = lines[1:]
	for range maxResponses {
		r, err := c.response()
		if err != nil {
			return err
		}
		switch first, rest, _ := strings.Cut(r.text, " "); {
		case first == tag:
			if word, _, _ := strings.Cut(rest, " "); strings.EqualFold(word, "OK") {
				return nil
			}
			return &refusal{"the mail server refuses", rest}
		case first == "+":
			next := "*" // gives up
			if len(lines) > 0 {
				next, lines = lines[0], lines[1:]
			}
			if err := c.send(next); err != nil {
				return ended(err)
			}
		case take != nil:
			take(r)
		}
	}
	return fmt.Errorf("the mail server does not come to an end: %w", errTooLarge)
}

// authenticate signs in by SASL PLAIN (RFC 4616).
func (c *imapConn) authenticate(user, password string) error {
	return c.command(nil, "AUTHENTICATE PLAIN", base64.StdEncoding.EncodeToString([]byte("\x00"+user+"\x00"+password)))
}

// login signs in by LOGIN; as literals, so that no character needs an escape.
func (c *imapConn) login(user, password string) error {
	if strings.ContainsAny(user+password, "\x00") {
		return errors.New("user name or password hold a NUL")
	}
	return c.command(nil, fmt.Sprintf("LOGIN {%d}", len(user)), fmt.Sprintf("%s {%d}", user, len(password)), password)
}

// mailFolder writes the name of a folder as a quoted string in modified UTF-7 (RFC 3501, section 5.1.3).
func mailFolder(name string) string {
	var b strings.Builder
	var wide []uint16
	flush := func() {
		if len(wide) == 0 {
			return
		}
		raw := make([]byte, 0, 2*len(wide))
		for _, u := range wide {
			raw = append(raw, byte(u>>8), byte(u))
		}
		b.WriteString("&" + strings.ReplaceAll(base64.RawStdEncoding.EncodeToString(raw), "/", ",") + "-")
		wide = wide[:0]
	}
	b.WriteByte('"')
	for _, r := range name {
		switch {
		case r < ' ' || r >= 0x7f:
			wide = utf16.AppendRune(wide, r)
			continue
		case r == '&':
			flush()
			b.WriteString("&-")
			continue
		}
		flush()
		if r == '"' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	flush()
	b.WriteByte('"')
	return b.String()
}

// numberAfter reads the number behind a mark.
func numberAfter(line, mark string) (uint64, bool) {
	_, rest, found := strings.Cut(line, mark)
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	n, err := strconv.ParseUint(rest[:end], 10, 32)
	return n, found && err == nil
}
