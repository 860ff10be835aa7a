package app

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Limits of one record of a web archive, in bytes. Larger records are passed over.
const (
	maxRecordHeader = 64 << 10
	maxRecord       = 64 << 20
	maxArchivedPage = 16 << 20 // decoded
)

// record is one of a web archive (ISO 28500, WARC 1.0 and 1.1).
type record struct {
	kind        string // such as "response"
	target      string // address; may be empty
	contentType string // of the block
	date        time.Time
	block       []byte // nil when too large
}

// records yields the records of a web archive in turn. A record's block is valid until the next. The reading goes on
// behind a broken record, at the next one's first line; a cut end comes as an error after what was whole.
func (f File) records() iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		var block []byte
		for number := 1; ; number++ {
			if err := seekRecord(f.in); err != nil {
				if !errors.Is(err, io.EOF) {
					yield(record{}, cutOff(number, err))
				}
				return
			}
			r, size, err := readRecordHeader(f.in)
			if err == nil {
				block, err = readBlock(f.in, block, size)
				r.block = block
			}
			if err == nil || !isEnd(err) {
				if err != nil {
					err = fmt.Errorf("record %d: %w", number, err)
				}
				if !yield(r, err) {
					return
				}
				continue
			}
			yield(record{}, cutOff(number, err))
			return
		}
	}
}

func cutOff(number int, err error) error {
	return fmt.Errorf("record %d: the archive is cut off or damaged (%w); what came before is kept", number, err)
}

// isEnd reports whether nothing more can be read.
func isEnd(err error) bool {
	_, isOurs := errors.AsType[*recordError](err)
	return !isOurs
}

// recordError is what is wrong with one record only.
type recordError struct{ what string }

func (e *recordError) Error() string { return e.what }
func (e *recordError) Unwrap() error { return news.ErrInvalid }

// seekRecord goes to the next line that begins a record.
func seekRecord(in *bufio.Reader) error {
	for {
		head, err := in.Peek(5)
		if string(head) == "WARC/" {
			return nil
		}
		if err != nil {
			return err // [io.EOF] where blank lines, or the remains of a record, are the end
		}
		for {
			_, err := in.ReadSlice('\n')
			if err == nil {
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return err
			}
		}
	}
}

func readRecordHeader(in *bufio.Reader) (record, int64, error) {
	limited := &io.LimitedReader{R: in, N: maxRecordHeader}
	lines := bufio.NewReaderSize(oneByOne{limited}, 16)
	if _, err := lines.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		return record{}, 0, err
	}
	var r record
	size := int64(-1)
	for {
		line, err := lines.ReadString('\n')
		if err != nil && limited.N <= 0 {
			return r, 0, &recordError{"its header is too long"}
		}
		if err != nil {
			return r, 0, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "warc-type":
			r.kind = strings.ToLower(value)
		case "warc-target-uri":
			r.target = markup.Absolute("", strings.Trim(value, "<>"))
		case "warc-date":
			r.date, _ = time.Parse(time.RFC3339Nano, value) // zero when unreadable
		case "content-type":
			r.contentType = value
		case "content-length":
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
				size = n
			}
		}
	}
	if size < 0 {
		return r, 0, &recordError{"it does not say how long it is"}
	}
	return r, size, nil
}

// oneByOne gives single bytes, so that a reader of lines on top of it takes no more than its lines.
type oneByOne struct {
	*io.LimitedReader
}

func (o oneByOne) Read(p []byte) (int, error) { return o.LimitedReader.Read(p[:min(len(p), 1)]) }

// readBlock reads a block into the room of the last one. Of what is too large it passes over all.
func readBlock(in *bufio.Reader, room []byte, size int64) ([]byte, error) {
	if size > maxRecord {
		if _, err := io.CopyN(io.Discard, in, size); err != nil {
			return nil, err
		}
		return nil, &recordError{fmt.Sprintf("its %d MiB are too large", size>>20)}
	}
	into := bytes.NewBuffer(room[:0])
	if _, err := io.CopyN(into, in, size); err != nil {
		return nil, err
	}
	return into.Bytes(), nil
}

// importArchive takes the pages of a web archive: HTML that a server gave as an answer, or that was stored as it is.
// Requests, revisits, metadata, pictures and feeds are passed over: a feed's entries are the pages beside it.
func importArchive(f File, result *Import, take func(news.Entry) error) error {
	var told problems
	for r, err := range f.records() {
		if err != nil {
			told.add(err)
			continue
		}
		page, contentType, err := r.page()
		switch {
		case err != nil:
			told.add(fmt.Errorf("%s: %w", r.target, err))
			continue
		case page == nil:
			result.Skipped++
			continue
		}
		_, outlet := extract.Origin(page)
		if err := take(captured(page, r.target, outlet, contentType, r.date)); err != nil {
			return err
		}
	}
	return told.of(f.Path)
}

// page is the HTML page in a record; nil when there is none.
func (r record) page() (page []byte, contentType string, err error) {
	if r.target == "" || r.block == nil {
		return nil, "", nil
	}
	switch r.kind {
	case "resource":
		if !isPage(r.contentType, r.block) {
			return nil, "", nil
		}
		return bytes.Clone(r.block), r.contentType, nil
	case "response":
		return answeredPage(r.block)
	}
	return nil, "", nil
}

// answeredPage is the page in an HTTP answer as it came over the wire. Many archives keep the header of an answer whose
// body they have decoded already.
func answeredPage(block []byte) ([]byte, string, error) {
	in := bufio.NewReader(bytes.NewReader(block))
	lines := textproto.NewReader(in)
	status, err := lines.ReadLine()
	if fields := strings.Fields(status); err != nil || len(fields) < 2 || !strings.HasPrefix(status, "HTTP/") || fields[1] != "200" {
		return nil, "", nil
	}
	header, _ := lines.ReadMIMEHeader() // a broken line ends it; what was read before is used
	contentType := header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(contentType); kind != "" && !isHTML(kind) {
		return nil, "", nil
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return nil, "", err
	}
	if strings.Contains(strings.ToLower(header.Get("Transfer-Encoding")), "chunked") {
		if joined, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil || len(joined) > 0 {
			body = joined
		}
	}
	if body, err = decodeBody(body, header.Get("Content-Encoding")); err != nil {
		return nil, "", err
	}
	if !isPage(contentType, body) {
		return nil, "", nil
	}
	return body, contentType, nil
}

// decodeBody undoes a content encoding, unless that is done already. What is larger than a page may be is an error.
func decodeBody(body []byte, encoding string) ([]byte, error) {
	var decoded io.Reader
	var err error
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); {
	case bytes.HasPrefix(body, []byte{0x1f, 0x8b}):
		decoded, err = gzip.NewReader(bytes.NewReader(body))
	case bytes.HasPrefix(body, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		var z *zstd.Decoder
		if z, err = zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxArchivedPage), zstd.WithDecoderMaxWindow(8<<20)); err == nil {
			defer z.Close()
			decoded = z
		}
	case encoding == "br" && !htmlTag.Match(body[:min(len(body), headLen)]):
		decoded = brotli.NewReader(bytes.NewReader(body))
	case encoding == "deflate" && len(body) > 0 && body[0] == 0x78:
		decoded, err = zlib.NewReader(bytes.NewReader(body))
	default:
		decoded = bytes.NewReader(body)
	}
	if err != nil {
		return nil, fmt.Errorf("broken content encoding: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(decoded, maxArchivedPage+1))
	if len(plain) > maxArchivedPage {
		return nil, fmt.Errorf("the page has more than %d MiB: %w", maxArchivedPage>>20, news.ErrInvalid)
	}
	if err != nil && len(plain) == 0 {
		return nil, fmt.Errorf("broken content encoding: %w", err)
	}
	return plain, nil
}

func isHTML(kind string) bool { return kind == "text/html" || kind == "application/xhtml+xml" }

func isPage(contentType string, body []byte) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	if kind == "" {
		return htmlTag.Match(body[:min(len(body), headLen)])
	}
	return isHTML(kind) && len(bytes.TrimSpace(body)) > 0
}
