package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
)

// The size of every picture, in pixels.
const (
	pictureWidth  = 1200
	pictureHeight = 800
)

// album draws pictures when they are first asked for and keeps them.
type album struct {
	mu   sync.Mutex
	made map[string][]byte
}

// picture returns the JPEG of a name such as "river-07": the scene is drawn from its first part, all else by chance
// that hangs on the name.
func (a *album) picture(name string) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if b, found := a.made[name]; found {
		return b, nil
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, paint(name), &jpeg.Options{Quality: 78}); err != nil {
		return nil, err
	}
	if a.made == nil {
		a.made = map[string][]byte{}
	}
	a.made[name] = b.Bytes()
	return b.Bytes(), nil
}

// canvas is a picture in the making.
type canvas struct {
	*image.RGBA
	chance *rand.Rand
}

// paint draws the scene that a name asks for. Unknown scenes are abstract.
func paint(name string) *image.RGBA {
	sum := fnv.New64a()
	sum.Write([]byte(name))
	c := canvas{image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight)), rand.New(rand.NewPCG(sum.Sum64(), 7))}
	scene, _, _ := strings.Cut(name, "-")
	hour := c.chance.Float64()
	if scene == "night" {
		hour = 0.95
	}
	far, near := c.sky(hour)
	switch scene {
	case "river", "harbour":
		c.ridge(0.50, 0.06, 5, mix(far, near, 0.3))
		if scene == "harbour" {
			c.skyline(0.58, 0.14, mix(far, near, 0.6))
			c.cranes(0.58, near)
		} else {
			c.ridge(0.56, 0.03, 9, mix(far, near, 0.6))
		}
		c.water(0.60)
	case "city", "hall", "night":
		c.skyline(0.66, 0.30, mix(far, near, 0.35))
		c.skyline(0.84, 0.32, mix(far, near, 0.75))
		c.ridge(0.92, 0.01, 3, near)
	case "mountain", "field", "volcano":
		c.ridge(0.48, 0.16, 4, mix(far, near, 0.25))
		if scene == "volcano" {
			c.cone(0.30, mix(far, near, 0.5))
		}
		c.ridge(0.68, 0.08, 6, mix(far, near, 0.6))
		c.ridge(0.84, 0.05, 8, near)
	case "stadium":
		c.skyline(0.45, 0.12, mix(far, near, 0.5))
		c.pitch(0.52)
	default:
		c.discs(far, near)
	}
	return c.RGBA
}

// sky paints the whole canvas by the hour (0 dawn, 0.5 noon, 1 night) with a sun or moon, and returns the colours of
// what is far and near under such a light.
func (c canvas) sky(hour float64) (far, near color.RGBA) {
	palettes := [][4]color.RGBA{ // above, horizon, far, near
		{{0x4a, 0x5a, 0x8c, 255}, {0xf4, 0xb8, 0x8e, 255}, {0x9a, 0x7f, 0x98, 255}, {0x2c, 0x2a, 0x44, 255}},
		{{0x5b, 0x9b, 0xd0, 255}, {0xdd, 0xec, 0xf4, 255}, {0x9f, 0xb9, 0xc9, 255}, {0x2f, 0x53, 0x4e, 255}},
		{{0x3c, 0x78, 0xa8, 255}, {0xf0, 0xe6, 0xcc, 255}, {0xa7, 0xad, 0xa0, 255}, {0x3e, 0x4a, 0x33, 255}},
		{{0x3a, 0x2e, 0x5c, 255}, {0xe8, 0x7a, 0x5c, 255}, {0x8c, 0x56, 0x72, 255}, {0x22, 0x1c, 0x33, 255}},
		{{0x0d, 0x13, 0x2b, 255}, {0x2d, 0x3d, 0x66, 255}, {0x26, 0x33, 0x55, 255}, {0x07, 0x0a, 0x14, 255}},
	}
	p := palettes[min(int(hour*5), 4)]
	sunX, sunY := (0.15+0.7*c.chance.Float64())*pictureWidth, (0.18+0.22*c.chance.Float64())*pictureHeight
	radius := 26 + 30*c.chance.Float64()
	light := color.RGBA{255, 246, 224, 255}
	for y := range pictureHeight {
		row := mix(p[0], p[1], math.Min(1, float64(y)/(0.62*pictureHeight)))
		for x := range pictureWidth {
			distance := math.Hypot(float64(x)-sunX, float64(y)-sunY)
			glow := 0.55 * math.Exp(-distance/150)
			if distance < radius {
				glow = 0.92
			}
			c.SetRGBA(x, y, mix(row, light, glow))
		}
	}
	return p[2], p[3]
}

// mix blends two colours: a at 0, b at 1.
func mix(a, b color.RGBA, t float64) color.RGBA {
	blend := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t) }
	return color.RGBA{blend(a.R, b.R), blend(a.G, b.G), blend(a.B, b.B), 255}
}
