// Command icon draws the site's icon for those who take no SVG: home screens of phones. Run it in internal/web after
// static/icon.svg changes; its shapes are those of that file.
//
//	go run ./icon
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
)

// The icon on a field of 32 by 32: a square with round corners, and an N.
const (
	field = 32.0
	round = 7.0
)

var (
	red   = color.RGBA{0x9a, 0x26, 0x17, 0xff}
	paper = color.RGBA{0xfc, 0xfa, 0xf6, 0xff}
	n     = [][2]float64{{8, 24}, {8, 8}, {11.2, 8}, {20.6, 18.6}, {20.6, 8}, {24, 8}, {24, 24}, {21.1, 24}, {11.4, 13.1}, {11.4, 24}}
)

// fine is how many samples each pixel has in a row.
const fine = 4

func main() {
	for _, icon := range []struct {
		name  string
		size  int
		whole bool // no corners are cut: the device cuts its own shape
	}{{"icon-192.png", 192, false}, {"icon-512.png", 512, false}, {"icon-mask.png", 512, true}} {
		if err := write("static/"+icon.name, draw(icon.size, icon.whole)); err != nil {
			fmt.Fprintln(os.Stderr, "icon:", err)
			os.Exit(1)
		}
	}
}

func write(name string, picture image.Image) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(file, picture); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}

// draw makes the icon with few colours, so that its file is small.
func draw(size int, whole bool) image.Image {
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			picture.SetNRGBA(x, y, pixel(x, y, field/float64(size), whole))
		}
	}
	return picture
}

// pixel mixes what its samples hit.
func pixel(x, y int, scale float64, whole bool) color.NRGBA {
	var in, letter int
	for i := range fine * fine {
		px := (float64(x) + (float64(i%fine)+.5)/fine) * scale
		py := (float64(y) + (float64(i/fine)+.5)/fine) * scale
		if !whole && !inSquare(px, py) {
			continue
		}
		in++
		if inside(n, px, py) {
			letter++
		}
	}
	if in == 0 {
		return color.NRGBA{}
	}
	mix := func(a, b uint8) uint8 { return uint8((int(a)*letter + int(b)*(in-letter)) / in) }
	return color.NRGBA{mix(paper.R, red.R), mix(paper.G, red.G), mix(paper.B, red.B), uint8(255 * in / (fine * fine))}
}

// inSquare reports whether a point is in the square with round corners.
func inSquare(x, y float64) bool {
	dx, dy := max(round-x, x-(field-round), 0), max(round-y, y-(field-round), 0)
	return dx*dx+dy*dy <= round*round
}

// inside reports whether a point is in a polygon: a ray from it crosses the border an odd number of times.
func inside(polygon [][2]float64, x, y float64) bool {
	in := false
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if (a[1] > y) != (b[1] > y) && x < (b[0]-a[0])*(y-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}
