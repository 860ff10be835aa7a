package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip" // unpacks pages in half of the time
	"github.com/klauspost/compress/zstd"
)

var (
	errTooLarge = errors.New("it is larger than the limit")
	errBomb     = fmt.Errorf("%w: it unpacks to more than %d times the bytes that came", errTooLarge, maxRatio)
)

const (
	maxRatio  = 200     // of decoded bytes to those that came; text reaches 20, a long list of the like 100
	ratioFrom = 1 << 20 // decoded bytes from which on it counts
)

// maxWindow bounds the memory of a zstd stream (RFC 9659 asks servers for no more).
const maxWindow = 8 << 20

// intake is a body on its way in: counted, limited, decoded.
type intake struct {
	answer *http.Response
	limit  int64        // of the bytes, coded as well as decoded
	n      atomic.Int64 // bytes that came over the wire
	err    error        // how the wire ended, when not well
}

func newIntake(answer *http.Response, limit int64) *intake {
	return &intake{answer: answer, limit: limit}
}

// Read reads from the wire.
func (i *intake) Read(p []byte) (int, error) {
	left := i.limit - i.n.Load()
	if int64(len(p)) > left+1 {
		p = p[:left+1]
	}
	n, err := i.answer.Body.Read(p)
	if i.n.Add(int64(n)); int64(n) > left {
		return int(left), errTooLarge
	}
	if err != nil && err != io.EOF {
		i.err = err
	}
	return n, err
}

// read gives the decoded body. Beside an error it returns what could be read.
func (i *intake) read() ([]byte, error) {
	body, err := i.decoded(i.answer.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, i.explained(err)
	}
	defer body.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, min(max(i.answer.ContentLength, 4<<10), i.limit, 1<<20)))
	_, err = buffer.ReadFrom(i.limited(body))
	return buffer.Bytes(), i.explained(err)
}

// explained says how a body ended that did not end well.
func (i *intake) explained(err error) error {
	came, promised := i.n.Load(), i.answer.ContentLength
	switch {
	case err == nil || errors.Is(err, errTooLarge):
		return err
	case errors.Is(i.err, io.ErrUnexpectedEOF) && promised >= 0:
		return fault{fmt.Sprintf("it broke off after %d of %d bytes", came, promised), err}
	case errors.Is(i.err, io.ErrUnexpectedEOF):
		return fault{fmt.Sprintf("it broke off after %d bytes", came), err}
	case i.err != nil:
		return fault{fmt.Sprintf("it broke off after %d bytes: %v", came, explained(i.err, i.answer.Request.URL)), i.err}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault{fmt.Sprintf("its compressed data ends too early, after %d bytes", came), err}
	}
	return fault{"it cannot be unpacked: " + err.Error(), err}
}

// limited bounds what one layer of decoding yields, so that none works for long for nothing.
func (i *intake) limited(r io.Reader) io.Reader { return &limited{r: r, left: i.limit, in: i} }

type limited struct {
	r       io.Reader
	n, left int64
	in      *intake
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	l.n += int64(n)
	if int64(n) > l.left {
		return int(l.left), errTooLarge
	}
	l.left -= int64(n)
	if l.n > ratioFrom && l.n/maxRatio > l.in.n.Load() {
		return 0, errBomb
	}
	return n, err
}

// decoded undoes the content codings, last one first, and a gzip that nobody declared.
func (i *intake) decoded(headers []string) (io.ReadCloser, error) {
	codings := strings.FieldsFunc(strings.ToLower(strings.Join(headers, ",")), func(c rune) bool { return c == ',' || c == ' ' })
	if len(codings) > 3 {
		return nil, fmt.Errorf("it is encoded %d times", len(codings))
	}
	body := &layers{Reader: bufio.NewReader(i), in: i}
	for _, coding := range slices.Backward(codings) {
		if err := body.add(coding); err != nil {
			body.Close()
			return nil, fmt.Errorf("decode %.20q: %w", coding, err)
		}
	}
	if start, _ := body.Peek(3); bytes.Equal(start, []byte{0x1f, 0x8b, 8}) {
		if err := body.add("gzip"); err != nil {
			body.Close()
			return nil, fmt.Errorf("decode undeclared gzip: %w", err)
		}
	}
	return body, nil
}

// layers is a pile of decoders over a body.
type layers struct {
	*bufio.Reader
	in      *intake
	closers []func()
}

func (l *layers) Close() error {
	for _, closeLayer := range l.closers {
		closeLayer()
	}
	return nil
}

func (l *layers) add(coding string) error {
	var next io.Reader
	if start, err := l.Peek(5); bytes.HasPrefix(start, []byte("<?xml")) || bytes.HasPrefix(start, []byte("<rss")) || len(start) == 0 && errors.Is(err, io.EOF) {
		return nil // declared, not done: seen in the wild
	}
	switch coding {
	case "identity", "none", "utf-8": // the last is a mistake seen in the wild
		return nil
	case "gzip", "x-gzip":
		if start, _ := l.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
			return nil
		}
		r, err := gzip.NewReader(l.Reader)
		if err != nil {
			return err
		}
		next = lenientGzip{r}
	case "deflate":
		if start, _ := l.Peek(1); len(start) == 1 && start[0]&0x0f == 8 {
			r, err := zlib.NewReader(l.Reader)
			if err != nil {
				return err
			}
			next = r
			break
		}
		next = flate.NewReader(l.Reader) // without the wrapper it should have
	case "br":
		next = brotli.NewReader(l.Reader)
	case "zstd":
		r, err := zstd.NewReader(l.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return err
		}
		l.closers = append(l.closers, r.Close)
		next = r
	default:
		return errors.New("unknown coding")
	}
	l.Reader = bufio.NewReader(l.in.limited(next))
	return nil
}

// lenientGzip ends at what follows the compressed data and is none.
type lenientGzip struct{ *gzip.Reader }

func (l lenientGzip) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if errors.Is(err, gzip.ErrHeader) {
		err = io.EOF
	}
	return n, err
}
