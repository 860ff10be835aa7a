package demo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Heights in this file are parts of the picture's height, from above.

// ridge fills everything below a line of hills around level, as high as swing and as rough as waves.
func (c canvas) ridge(level, swing float64, waves int, tint color.RGBA) {
	phase := make([]float64, waves)
	for i := range phase {
		phase[i] = c.chance.Float64() * 2 * math.Pi
	}
	for x := range pictureWidth {
		var height float64
		for i, p := range phase {
			pace := float64(i*i+1) * 2.1
			height += math.Sin(float64(x)/pictureWidth*pace+p) / float64(i+1)
		}
		top := int((level - swing*height/1.6) * pictureHeight)
		c.column(x, top, pictureHeight, tint)
	}
}

// cone paints a mountain with a plume of smoke, its top at level.
func (c canvas) cone(level float64, tint color.RGBA) {
	middle := (0.35 + 0.3*c.chance.Float64()) * pictureWidth
	top := level * pictureHeight
	smoke := mix(tint, color.RGBA{235, 232, 230, 255}, 0.7)
	for i := range 26 {
		along := float64(i) / 26
		c.disc(middle+along*along*420+c.chance.Float64()*20, top-along*200, 14+62*along, smoke, 0.28)
	}
	for x := range pictureWidth {
		side := math.Abs(float64(x) - middle)
		y := top + math.Pow(math.Max(0, side-34)/540, 0.82)*0.55*pictureHeight
		c.column(x, int(y), pictureHeight, tint)
	}
}

// skyline paints houses that stand at level and are up to height tall, some of their windows lit.
func (c canvas) skyline(level, height float64, tint color.RGBA) {
	foot := int(level * pictureHeight)
	lamp := mix(tint, color.RGBA{255, 226, 150, 255}, 0.65)
	for x := -20; x < pictureWidth; {
		width := 28 + c.chance.IntN(70)
		top := foot - int(height*pictureHeight*(0.25+0.75*c.chance.Float64()))
		c.box(x, top, x+width, pictureHeight, tint)
		for wy := top + 12; wy < foot-10; wy += 18 {
			for wx := x + 7; wx < x+width-10; wx += 14 {
				if c.chance.IntN(4) == 0 {
					c.box(wx, wy, wx+5, wy+8, lamp)
				}
			}
		}
		x += width + c.chance.IntN(8)
	}
}

// cranes paints harbour cranes that stand at level.
func (c canvas) cranes(level float64, tint color.RGBA) {
	foot := int(level * pictureHeight)
	for range 3 + c.chance.IntN(3) {
		x, tall := 60+c.chance.IntN(pictureWidth-220), 130+c.chance.IntN(110)
		c.box(x, foot-tall, x+7, foot, tint)
		c.box(x+46, foot-tall, x+53, foot, tint)
		c.box(x-70, foot-tall-8, x+110, foot-tall, tint)
		c.box(x-44, foot-tall, x-42, foot-tall+50+c.chance.IntN(50), tint)
	}
}

// water mirrors what is above level below it, in ripples.
func (c canvas) water(level float64) {
	shore := int(level * pictureHeight)
	deep := color.RGBA{18, 38, 62, 255}
	for y := shore; y < pictureHeight; y++ {
		depth := float64(y-shore) / float64(pictureHeight-shore)
		shift := math.Sin(float64(y)*0.55) * (1 + 9*depth)
		from := max(0, shore-1-int(float64(y-shore)*1.1))
		for x := range pictureWidth {
			wave := shift + 3*math.Sin(float64(x)*0.03+float64(y)*0.2)
			at := min(max(x+int(wave), 0), pictureWidth-1)
			c.SetRGBA(x, y, mix(c.RGBAAt(at, from), deep, 0.25+0.35*depth))
		}
	}
}

// pitch paints a mown football ground below level.
func (c canvas) pitch(level float64) {
	top := int(level * pictureHeight)
	light, dark, line := color.RGBA{86, 150, 74, 255}, color.RGBA{68, 128, 62, 255}, color.RGBA{226, 236, 220, 255}
	for y := top; y < pictureHeight; y++ {
		depth := 0.35 + float64(y-top)/float64(pictureHeight-top)
		for x := range pictureWidth {
			across := (float64(x) - pictureWidth/2) / depth
			tint := light
			if int(math.Floor(across/90))%2 == 0 {
				tint = dark
			}
			if math.Abs(across) < 3 || math.Abs(math.Abs(across)-430) < 3 {
				tint = line
			}
			c.SetRGBA(x, y, tint)
		}
	}
}

// discs paints an abstract: glass-like circles over one another.
func (c canvas) discs(far, near color.RGBA) {
	for range 22 {
		tint := mix(far, near, c.chance.Float64())
		tint.G = uint8(min(255, int(tint.G)+c.chance.IntN(60)))
		c.disc(c.chance.Float64()*pictureWidth, c.chance.Float64()*pictureHeight, 40+c.chance.Float64()*200, tint, 0.35)
	}
}

// disc blends a circle over the picture.
func (c canvas) disc(x, y, radius float64, tint color.RGBA, strength float64) {
	area := image.Rect(int(x-radius), int(y-radius), int(x+radius)+1, int(y+radius)+1).Intersect(c.Rect)
	for py := area.Min.Y; py < area.Max.Y; py++ {
		for px := area.Min.X; px < area.Max.X; px++ {
			if math.Hypot(float64(px)-x, float64(py)-y) < radius {
				c.SetRGBA(px, py, mix(c.RGBAAt(px, py), tint, strength))
			}
		}
	}
}

// box fills a rectangle, column one pixel's width from top to bottom.
func (c canvas) box(x0, y0, x1, y1 int, tint color.RGBA) {
	draw.Draw(c, image.Rect(x0, y0, x1, y1), image.NewUniform(tint), image.Point{}, draw.Src)
}

func (c canvas) column(x, top, bottom int, tint color.RGBA) {
	for y := max(top, 0); y < bottom; y++ {
		c.SetRGBA(x, y, tint)
	}
}
