package picture

import (
	"encoding/binary"
	"image"
	"iter"
)

// turn is how a camera was held, as EXIF numbers it: 1 to 8.
type turn int

const upright turn = 1

// sideways reports whether width and height change places.
func (t turn) sideways() bool { return t >= 5 && t <= 8 }

// apply sets a picture upright.
func (t turn) apply(from *image.RGBA) *image.RGBA {
	if t <= upright || t > 8 {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if t.sideways() {
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range size.Max.Y {
		for x := range size.Max.X {
			sx, sy := t.source(x, y, w, h)
			copy(to.Pix[to.PixOffset(x, y):][:4], from.Pix[from.PixOffset(sx, sy):])
		}
	}
	return to
}

// source is which pixel of a picture of w by h comes to stand at x, y.
func (t turn) source(x, y, w, h int) (int, int) {
	switch t {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6: // the camera's top to the right
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

// orientation reads from a JPEG's EXIF how it was held. Whatever is odd in there is no reason to refuse a picture.
func orientation(source []byte) turn {
	for marker, segment := range segments(source) {
		if marker == 0xe1 && len(segment) > 6 && string(segment[:6]) == "Exif\x00\x00" {
			return turnOf(segment[6:])
		}
	}
	return upright
}

// segments are the parts of a JPEG before the picture itself begins.
func segments(source []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(source) && source[at] == 0xff; {
			marker, size := source[at+1], int(binary.BigEndian.Uint16(source[at+2:]))
			if marker == 0xda || size < 2 || at+2+size > len(source) || !yield(marker, source[at+4:at+2+size]) {
				return
			}
			at += 2 + size
		}
	}
}

// turnOf looks for the tag in the first directory of a TIFF header.
func turnOf(tiff []byte) turn {
	const tag, short, entry = 0x0112, 3, 12
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	start := int64(order.Uint32(tiff[4:]))
	if start+2 > int64(len(tiff)) {
		return upright
	}
	directory := tiff[start+2:]
	for n := order.Uint16(tiff[start:]); n > 0 && len(directory) >= entry; n-- {
		if order.Uint16(directory) == tag && order.Uint16(directory[2:]) == short {
			if t := turn(order.Uint16(directory[8:])); t >= upright && t <= 8 {
				return t
			}
			return upright
		}
		directory = directory[entry:]
	}
	return upright
}
