package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// coding is a way to make a body smaller, as HTTP names it (RFC 9110, section 8.4).
type coding struct {
	name string
	pack func(body []byte, best bool) []byte // best: however long it takes
}

// Pages are packed once and sent to many: zstd takes a fifth of the time of the others for a tenth more bytes. Static files are
// packed once for a year, where brotli is the smallest.
var (
	forPages  = []coding{{"zstd", packZstd}, {"br", packBrotli}, {"gzip", packGzip}}
	forStatic = []coding{{"br", packBrotli}, {"zstd", packZstd}, {"gzip", packGzip}}
)

// smallest is the body from which on packing is worth it: less fits into one packet as it is.
const smallest = 1 << 10

// packed keeps a body in the codings that readers asked for.
type packed struct {
	best bool
	mu   sync.Mutex
	as   map[string][]byte
}

// in gives the body in a coding, which it may have to be packed for.
func (p *packed) in(c coding, body []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.as[c.name] == nil {
		if p.as == nil {
			p.as = map[string][]byte{}
		}
		p.as[c.name] = c.pack(body, p.best)
	}
	return p.as[c.name]
}

// agreed chooses the coding in which a reader gets a body; nil: as it is.
func agreed(r *http.Request, body []byte, offered []coding) *coding {
	if len(body) < smallest {
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

// The levels are where more time stops to save much: see docs/pages.md.
func packGzip(body []byte, best bool) []byte {
	var out bytes.Buffer
	level := gzip.DefaultCompression
	if best {
		level = gzip.BestCompression
	}
	w, _ := gzip.NewWriterLevel(&out, level) // the level is right
	_, _ = w.Write(body)                     // memory does not refuse
	_ = w.Close()
	return out.Bytes()
}

func packBrotli(body []byte, best bool) []byte {
	var out bytes.Buffer
	level := 5
	if best {
		level = brotli.BestCompression
	}
	w := brotli.NewWriterLevel(&out, level)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

// zstdPacker is safe for concurrent use. Pages are small, so its windows are.
var zstdPacker = sync.OnceValue(func() *zstd.Encoder {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(512<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // the options are right
	}
	return w
})

func packZstd(body []byte, _ bool) []byte { return zstdPacker().EncodeAll(body, nil) }
