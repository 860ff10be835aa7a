package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

var errTooLarge = errors.New("it is larger than the limit")

// maxWindow bounds the memory of a zstd stream (RFC 9659 asks servers for no more).
const maxWindow = 8 << 20

// readBody reads and decodes a body of at most limit bytes, coded as well as decoded. Beside an error it returns what
// could be read.
func readBody(answer *http.Response, limit int64) ([]byte, error) {
	raw := &limited{r: answer.Body, left: limit}
	body, err := decoded(raw, answer.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	defer body.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, min(max(answer.ContentLength, 4<<10), limit, 1<<20)))
	_, err = buffer.ReadFrom(&limited{r: body, left: limit})
	return buffer.Bytes(), err
}

// limited fails with errTooLarge instead of ending quietly.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// decoded undoes the content codings, last one first, and a gzip that nobody declared.
func decoded(r io.Reader, headers []string) (io.ReadCloser, error) {
	codings := strings.FieldsFunc(strings.ToLower(strings.Join(headers, ",")), func(c rune) bool { return c == ',' || c == ' ' })
	if len(codings) > 3 {
		return nil, fmt.Errorf("it is encoded %d times", len(codings))
	}
	body := &layers{Reader: bufio.NewReader(r)}
	for i := len(codings) - 1; i >= 0; i-- {
		if err := body.add(codings[i]); err != nil {
			body.Close()
			return nil, fmt.Errorf("decode %.20q: %w", codings[i], err)
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
	switch coding {
	case "identity", "utf-8": // the second is a mistake seen in the wild
		return nil
	case "gzip", "x-gzip":
		if start, _ := l.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
			return nil // declared, not done: also seen
		}
		r, err := gzip.NewReader(l.Reader)
		if err != nil {
			return err
		}
		next = r
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
	l.Reader = bufio.NewReader(next)
	return nil
}
