package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"nutgraf/internal/picture"
)

// halves is a picture whose upper left quarter is red, the rest blue.
func halves(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 220, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{220, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webp is a lossless picture of 2 by 1 pixels.
const webp = "UklGRhwAAABXRUJQVlA4TA8AAAAvAQAAAAcQ/Y/+ByKi/wEA"

func decoded(t *testing.T, p picture.Picture) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Bounds().Size(); got != image.Pt(p.Width, p.Height) {
		t.Errorf("it says %dx%d and is %v", p.Width, p.Height, got)
	}
	return m
}

func TestShrink(t *testing.T) {
	t.Parallel()
	tiny, err := base64.StdEncoding.DecodeString(webp)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name         string
		source       []byte
		width        int
		wantW, wantH int
		ofW, ofH     int
	}{
		{"a JPEG", asJPEG(t, halves(1200, 800)), 320, 320, 213, 1200, 800},
		{"of nearly the size", asJPEG(t, halves(1200, 800)), 1100, 1100, 733, 1200, 800},
		{"never larger", asJPEG(t, halves(300, 200)), 1280, 300, 200, 300, 200},
		{"a PNG", asPNG(t, halves(1200, 800)), 160, 160, 107, 1200, 800},
		{"a GIF", asGIF(t, halves(640, 200)), 160, 160, 50, 640, 200},
		{"WebP", tiny, 160, 2, 1, 2, 1},
		{"very tall", asPNG(t, halves(10, 3000)), 5, 5, 1500, 10, 3000},
		{"very wide", asPNG(t, halves(9000, 2)), 160, 160, 1, 9000, 2},
		{"one pixel", asPNG(t, halves(1, 1)), 160, 1, 1, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := picture.Shrink(c.source, c.width)
			if err != nil {
				t.Fatal(err)
			}
			decoded(t, got)
			if got.Width != c.wantW || got.Height != c.wantH || got.OfWidth != c.ofW || got.OfHeight != c.ofH {
				t.Errorf("got %dx%d of %dx%d, want %dx%d of %dx%d", got.Width, got.Height, got.OfWidth, got.OfHeight, c.wantW, c.wantH, c.ofW, c.ofH)
			}
		})
	}
}

// TestTransparent: what can be seen through stands on white, as publishers' pages are.
func TestTransparent(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 32 {
			m.SetNRGBA(x, y, color.NRGBA{0, 0, 0, 255})
		}
	}
	got, err := picture.Shrink(asPNG(t, m), 32)
	if err != nil {
		t.Fatal(err)
	}
	small := decoded(t, got)
	if left, right := grey(small.At(4, 16)), grey(small.At(28, 16)); left > 20 || right < 235 {
		t.Errorf("black is %d, nothing is %d", left, right)
	}
}

func grey(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }

func red(c color.Color) bool {
	r, _, b, _ := c.RGBA()
	return r > b
}

// withExif puts an EXIF header with an orientation into a JPEG.
func withExif(source []byte, orientation uint16, order binary.ByteOrder) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	if order == binary.LittleEndian {
		tiff = []byte("II*\x00\x08\x00\x00\x00")
	}
	entry := make([]byte, 18)
	order.PutUint16(entry, 1)
	order.PutUint16(entry[2:], 0x0112)
	order.PutUint16(entry[4:], 3)
	order.PutUint32(entry[6:], 1)
	order.PutUint16(entry[10:], orientation)
	segment := append(append([]byte("Exif\x00\x00"), tiff...), entry...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(segment) + 2)}
	return append(append(head, segment...), source[2:]...)
}

// TestUpright: each way of holding a camera brings the red quarter back to where the EXIF says it belongs.
func TestUpright(t *testing.T) {
	t.Parallel()
	source := asJPEG(t, halves(200, 100))
	const left, right, top, bottom = 0, 1, 0, 1
	for orientation, corner := range map[uint16][2]int{ // of the red quarter when upright: column, row
		1: {left, top}, 2: {right, top}, 3: {right, bottom}, 4: {left, bottom}, 5: {left, top}, 6: {right, top}, 7: {right, bottom}, 8: {left, bottom}, 9: {left, top},
	} {
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			got, err := picture.Shrink(withExif(source, orientation, order), 50)
			if err != nil {
				t.Fatal(err)
			}
			if turned := got.OfHeight > got.OfWidth; turned != (orientation >= 5 && orientation <= 8) || got.Width != 50 {
				t.Errorf("orientation %d: %dx%d of %dx%d", orientation, got.Width, got.Height, got.OfWidth, got.OfHeight)
			}
			small := decoded(t, got)
			for column := range 2 {
				for row := range 2 {
					x, y := (1+2*column)*got.Width/4, (1+2*row)*got.Height/4
					if want := corner == [2]int{column, row}; red(small.At(x, y)) != want {
						t.Errorf("orientation %d: red at %d,%d is %v", orientation, column, row, !want)
					}
				}
			}
			if bytes.Contains(got.JPEG, []byte("Exif")) {
				t.Errorf("orientation %d: its metadata came along", orientation)
			}
		}
	}
}

// bomb is a PNG that claims a size, in a few bytes.
func bomb(w, h uint32) []byte {
	head := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0)
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestRefused(t *testing.T) {
	t.Parallel()
	whole := asJPEG(t, halves(400, 300))
	for name, source := range map[string][]byte{
		"nothing":              nil,
		"text":                 []byte("<!doctype html><title>Not found</title>"),
		"SVG":                  []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`),
		"AVIF":                 []byte("\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1"),
		"broken off":           whole[:len(whole)/2],
		"only its head":        whole[:4],
		"too many pixels":      bomb(8000, 8000),
		"too wide":             bomb(60000, 2),
		"a size beyond sense":  bomb(1<<31-1, 1<<31-1),
		"no size":              bomb(0, 10),
		"an EXIF that is none": append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, 8}, []byte("Exif\x00\x00")...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := picture.Shrink(source, 320); !errors.Is(err, picture.ErrNone) {
				t.Errorf("got %dx%d, %v; want ErrNone", got.Width, got.Height, err)
			}
		})
	}
}

// FuzzShrink: no bytes make it panic, and what comes out is a picture of the size that it says.
func FuzzShrink(f *testing.F) {
	tiny, err := base64.StdEncoding.DecodeString(webp)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(tiny)
	f.Add(bomb(100, 100))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, halves(20, 10), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(withExif(b.Bytes(), 6, binary.LittleEndian))
	f.Fuzz(func(t *testing.T, source []byte) {
		if cost, err := picture.Cost(source); err != nil || cost > 1<<20 {
			return
		}
		got, err := picture.Shrink(source, 16)
		if err != nil {
			return
		}
		decoded(t, got)
		if got.Width > 16 || got.Width > got.OfWidth || got.Height > got.OfHeight {
			t.Errorf("%dx%d of %dx%d", got.Width, got.Height, got.OfWidth, got.OfHeight)
		}
	})
}

func BenchmarkShrink(b *testing.B) {
	var source bytes.Buffer
	if err := jpeg.Encode(&source, halves(4000, 3000), nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := picture.Shrink(source.Bytes(), 1280); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCost holds what is reckoned to what Go's decoder takes: the same picture as it is, in passes, in passes with all its colours,
// and with a header that nobody can follow.
func TestCost(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 64, 64)), nil); err != nil {
		t.Fatal(err)
	}
	plain := out.Bytes()
	sof := bytes.Index(plain, []byte{0xff, 0xc0})
	passes := bytes.Clone(plain)
	passes[sof+1] = 0xc2
	full := bytes.Clone(passes)
	full[sof+11] = 0x11 // the first component is sampled as seldom as the others
	odd := append(bytes.Clone(plain[:2]), append([]byte{0xff}, plain[2:]...)...)
	for name, c := range map[string]struct {
		source []byte
		want   int64 // bytes of a pixel
	}{"plain": {plain, 2}, "in passes": {passes, 8}, "in passes, all colours": {full, 20}, "odd": {odd, 24}} {
		if cost, err := picture.Cost(c.source); err != nil || cost != 64*64*c.want {
			t.Errorf("%s: got %d bytes of a pixel, %v, want %d", name, cost/64/64, err, c.want)
		}
	}
}
