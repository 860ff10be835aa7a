// Package picture makes small pictures of large ones, for pages: bytes in, fewer bytes out.
//
// [Shrink] takes what a publisher's server sent, whatever it claims to be, and returns a JPEG that is at most so wide:
// upright as its EXIF says, on white where it is transparent, without metadata, never larger than it was. JPEG, PNG, the
// first frame of a GIF, and WebP are read. All else is [ErrNone], as is what is broken or would take too much memory:
// that is known from the first bytes, before anything is unpacked.
//
// The room is pure. It does not bound how many pictures are read at once; [Cost] says how much memory one takes, so that its
// caller can.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"

	// The formats that are read.
	_ "image/gif"
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// ErrNone is what has no picture in it that could be shown.
var ErrNone = errors.New("no picture that can be shown")

// MaxCost bounds the memory that reading one picture takes, in bytes; one of 40 megapixels usually fits.
const MaxCost = 200 << 20

const (
	maxPixels = 40_000_000
	maxSide   = 1 << 15
	quality   = 80 // of the JPEG; above it, bytes grow faster than anybody sees
)

// Picture is a JPEG with its size, and that of what it was made of.
type Picture struct {
	JPEG          []byte
	Width, Height int
	OfWidth       int // of the original, upright
	OfHeight      int
}

// Shrink makes the picture in source at most width wide.
func Shrink(source []byte, width int) (Picture, error) {
	if _, err := Cost(source); err != nil {
		return Picture{}, err
	}
	whole, format, err := image.Decode(bytes.NewReader(source))
	if err != nil {
		return Picture{}, fmt.Errorf("%w: %w", ErrNone, err)
	}
	turn := upright
	if format == "jpeg" {
		turn = orientation(source)
	}
	was := whole.Bounds().Size()
	if was.X <= 0 || was.Y <= 0 {
		return Picture{}, fmt.Errorf("%w: it is empty", ErrNone)
	}
	if turn.sideways() {
		was.X, was.Y = was.Y, was.X
	}
	want := fit(was, width)
	if turn.sideways() {
		want.X, want.Y = want.Y, want.X
	}
	small := turn.apply(scale(whole, want))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
		return Picture{}, fmt.Errorf("%w: %w", ErrNone, err)
	}
	size := small.Bounds().Size()
	return Picture{JPEG: out.Bytes(), Width: size.X, Height: size.Y, OfWidth: was.X, OfHeight: was.Y}, nil
}

// fit is the size at which something is at most width wide.
func fit(was image.Point, width int) image.Point {
	if was.X <= width {
		return was
	}
	return image.Pt(width, max(1, (was.Y*width+was.X/2)/was.X))
}

// scale draws a picture on white in another size, never larger. What is to become much smaller is first averaged over squares of
// whole pixels, a strip at a time: nothing flickers, and no second whole picture is held.
func scale(whole image.Image, want image.Point) *image.RGBA {
	bounds := whole.Bounds()
	square := max(1, min(bounds.Dx()/max(want.X, 1), bounds.Dy()/max(want.Y, 1)))
	rough := image.NewRGBA(image.Rect(0, 0, bounds.Dx()/square, bounds.Dy()/square))
	strip := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), square))
	for y := range rough.Rect.Dy() {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, whole, bounds.Min.Add(image.Pt(0, y*square)), draw.Over)
		average(rough.Pix[y*rough.Stride:], strip, square)
	}
	if rough.Rect.Size() == want {
		return rough
	}
	fine := image.NewRGBA(image.Rectangle{Max: want})
	draw.CatmullRom.Scale(fine, fine.Rect, rough, rough.Rect, draw.Src, nil)
	return fine
}

// average writes a row of pixels, each the mean of a square of the strip.
func average(row []byte, strip *image.RGBA, square int) {
	if square == 1 {
		copy(row, strip.Pix)
		return
	}
	area := uint32(square * square)
	for x := range strip.Rect.Dx() / square {
		var r, g, b uint32
		for dy := range square {
			line := strip.Pix[dy*strip.Stride+x*square*4:]
			for at := 0; at < square*4; at += 4 {
				r, g, b = r+uint32(line[at]), g+uint32(line[at+1]), b+uint32(line[at+2])
			}
		}
		row[x*4], row[x*4+1], row[x*4+2], row[x*4+3] = byte(r/area), byte(g/area), byte(b/area), 255
	}
}
