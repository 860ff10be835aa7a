package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
)

// Cost is about how many bytes of memory it takes to read a picture. The error says why it will not be read.
func Cost(source []byte) (int64, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(source))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrNone, err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels {
		return 0, fmt.Errorf("%w: it would be %d by %d pixels", ErrNone, config.Width, config.Height)
	}
	cost := int64(config.Width) * int64(config.Height) * perPixel(source, format, config.ColorModel)
	if cost > MaxCost {
		return 0, fmt.Errorf("%w: reading it would take %d bytes", ErrNone, cost)
	}
	return cost, nil
}

// jpegPixel is what Go's decoder keeps of each pixel of a JPEG, in bytes: a byte of each component where it is sampled; in one
// that comes in several passes also four as coefficients until it is whole; and another picture where the colours are not
// the usual three. A header that is odd counts as the worst.
func jpegPixel(source []byte) int64 {
	const (
		worst     = 24
		converted = 5
	)
	jfif := false // then it is not RGB
	for marker, header := range segments(source) {
		jfif = jfif || marker == 0xe0
		if marker != 0xc0 && marker != 0xc1 && marker != 0xc2 { // not where it says how it is made
			continue
		}
		if len(header) < 6 || len(header) < 6+3*int(header[5]) {
			return worst
		}
		samples, widest, tallest, n := int64(0), int64(1), int64(1), int(header[5])
		for i := range n {
			h, v := int64(header[7+3*i]>>4), int64(header[7+3*i]&15)
			samples, widest, tallest = samples+h*v, max(widest, h), max(tallest, v)
		}
		each := int64(1)
		if marker == 0xc2 {
			each = 5
		}
		cost := (each*samples + widest*tallest - 1) / (widest * tallest)
		if n == 4 || n == 3 && samples == 3 && !jfif { // four inks, or it may be RGB
			cost += converted
		}
		return cost
	}
	return worst
}

// interlaced reports whether a PNG comes in seven passes.
func interlaced(source []byte) bool {
	const at = 28 // after the signature, in the first part
	return len(source) > at && source[at] == 1
}

// perPixel is what a decoder keeps of each pixel, in bytes.
func perPixel(source []byte, format string, model color.Model) int64 {
	wide := model == color.RGBA64Model || model == color.NRGBA64Model
	switch {
	case format == "jpeg":
		return jpegPixel(source)
	case format == "png" && interlaced(source): // each pass is a picture of its own, and all of them are half a picture more
		if wide {
			return 12
		}
		return 6
	case wide, format == "webp":
		return 8
	}
	return 4
}
