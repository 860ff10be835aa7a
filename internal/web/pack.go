package web

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// coding is a way to make a body smaller, as HTTP names it (RFC 9110, section 8.4).
type coding struct {
	name   string
	pack   func(body []byte, best bool) []byte // best: however long it takes
	unpack func(packed []byte) ([]byte, error)
}

// Pages are packed once and sent to many: zstd takes a fifth of the time of the others for a tenth more bytes. Static files are
// packed once for a year, where brotli is the smallest.
var (
	forPages  = []coding{asZstd, asBrotli, asGzip}
	forStatic = []coding{asBrotli, asZstd, asGzip}

	asZstd   = coding{"zstd", packZstd, unpackZstd}
	asBrotli = coding{"br", packBrotli, unpackBrotli}
	asGzip   = coding{"gzip", packGzip, unpackGzip}
)

// smallest is the body from which on packing is worth it: less fits into one packet as it is.
const smallest = 1 << 10

// packed keeps a body in the codings that readers asked for.
type packed struct {
	best   bool
	length int // of the body
	mu     sync.Mutex
	plain  []byte // nil: it is kept in a coding only
	as     []form
}

// form is a body in a coding.
type form struct {
	coding
	body []byte
}

// in gives the body in a coding, for which it may have to be packed; as it is where that is nil.
func (p *packed) in(c *coding) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c == nil {
		return p.whole()
	}
	for _, f := range p.as {
		if f.name == c.name {
			return f.body
		}
	}
	f := form{*c, c.pack(p.whole(), p.best)}
	p.as = append(p.as, f)
	return f.body
}

// whole is the body as it is. The lock is held.
func (p *packed) whole() []byte {
	if p.plain != nil || len(p.as) == 0 {
		return p.plain
	}
	plain, err := p.as[0].unpack(p.as[0].body)
	if err != nil {
		panic(err) // we packed it
	}
	return plain
}

// only leaves it packed.
func (p *packed) only() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.as) > 0 {
		p.plain = nil
	}
}

func (p *packed) size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.plain)
	for _, f := range p.as {
		n += len(f.body)
	}
	return n
}

// agreed chooses the coding in which a reader gets a body of some length; nil: as it is.
func agreed(r *http.Request, length int, offered []coding) *coding {
	if length < smallest {
		return nil
	}
	takes := accepted(r.Header.Values("Accept-Encoding"))
	at := slices.IndexFunc(offered, func(c coding) bool { return takes[c.name] })
	if at < 0 {
		return nil
	}
	return &offered[at]
}

// accepted reads Accept-Encoding. Only "no" and "yes" are heard of the weights: we know what is small.
func accepted(headers []string) map[string]bool {
	takes := map[string]bool{}
	for one := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, parameters, _ := strings.Cut(one, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		takes[name] = true
		if weight, found := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q="); found {
			q, err := strconv.ParseFloat(weight, 64)
			takes[name] = err == nil && q > 0
		}
	}
	return takes
}

// The levels are where more time stops to save much: see docs/scale.md. Packers are large, so they are used again.
var (
	gzips   = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 6); return w }} // the level is right
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, 5) }}
)

// packer is what both of them are.
type packer interface {
	io.WriteCloser
	Reset(to io.Writer)
}

func packGzip(body []byte, best bool) []byte {
	if best {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression)
		return packWith(w, body)
	}
	w := gzips.Get().(packer)
	defer gzips.Put(w)
	return packWith(w, body)
}

func packBrotli(body []byte, best bool) []byte {
	if best {
		return packWith(brotli.NewWriterLevel(nil, brotli.BestCompression), body)
	}
	w := brotlis.Get().(packer)
	defer brotlis.Put(w)
	return packWith(w, body)
}

func packWith(w packer, body []byte) []byte {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	w.Reset(b)
	_, _ = w.Write(body) // memory does not refuse
	_ = w.Close()
	return bytes.Clone(b.Bytes())
}

// zstdPacker is safe for concurrent use. Pages are small, so its windows are.
var zstdPacker = sync.OnceValue(func() *zstd.Encoder {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(512<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // the options are right
	}
	return w
})

func packZstd(body []byte, _ bool) []byte { return zstdPacker().EncodeAll(body, nil) }

var zstdUnpacker = sync.OnceValue(func() *zstd.Decoder {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
	if err != nil {
		panic(err) // the options are right
	}
	return r
})

func unpackZstd(packed []byte) ([]byte, error) { return zstdUnpacker().DecodeAll(packed, nil) }

func unpackBrotli(packed []byte) ([]byte, error) {
	return io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
}

func unpackGzip(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
