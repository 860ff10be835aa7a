package feed

import (
	"math"
	"strconv"
	"strings"
)

// placePart reads GeoRSS, simple and GML, and the W3C's point. Of a line, a box or an area the middle is taken.
func (m *mapper) placePart(c *node, f *entryFacts) {
	if !inDegrees(c.get("srsname")) {
		return
	}
	switch c.local {
	case "point", "line", "polygon", "box", "pos", "poslist", "lowercorner":
		if !c.hasElements() {
			f.at(points(m.plain(c), c.local), 9)
			return
		}
		m.placeParts(c, f)
	case "coordinates": // GML 2: longitude and latitude with a comma
		f.at(swapped(points(m.plain(c), c.local)), 8)
	case "circle", "circlebycenterpoint":
		if c.hasElements() {
			m.placeParts(c, f)
		} else if fields := numbers(m.plain(c)); len(fields) == 3 {
			f.at(fields[:2], 9)
		}
	case "where", "linestring", "exterior", "outerboundaryis", "linearring", "envelope", "surface", "multipoint", "pointmember":
		m.placeParts(c, f)
	case "lat", "latitude":
		f.half(&f.place.Lat, m.plain(c), 1)
	case "long", "lon", "longitude":
		f.half(&f.place.Lon, m.plain(c), 2)
	case "lat_long":
		f.at(points(m.plain(c), c.local), 7)
	case "featurename":
		f.place.Name = m.plain(c)
	}
}

// inDegrees reports whether a coordinate reference system counts degrees of latitude first, as it does when none is named.
// Others count metres, or longitude first.
func inDegrees(system string) bool {
	if system == "" {
		return true
	}
	for _, known := range []string{"4326", "4979", "4258", "4269", "WGS84", "WGS 84"} {
		if strings.Contains(system, known) {
			return true
		}
	}
	return false
}

func (m *mapper) placeParts(c *node, f *entryFacts) {
	for part := c.first; part != nil; part = part.next {
		if part.local != "" && (part.space == georss || part.space == gml || part.space == geo) {
			m.placePart(part, f)
		}
	}
}

// geoAddress reads a "geo:" address (RFC 5870).
func (f *entryFacts) geoAddress(ref, name string, rank int) {
	ref, found := strings.CutPrefix(ref, "geo:")
	ref, _, _ = strings.Cut(ref, ";")
	if values := numbers(ref); found && len(values) >= 2 && rank > f.placeRank {
		if f.at(values[:2], rank); f.placeRank == rank {
			f.place.Name = name
		}
	}
}

const maxPoints = 1_000 // of one shape; more are not looked at

// points reads pairs of latitude and longitude. It is nil when there are too few for the shape, or something else.
func points(text, shape string) []float64 {
	values := numbers(text)
	switch {
	case (shape == "point" || shape == "pos") && len(values) == 3: // with a height
		return values[:2]
	case len(values) < 2, len(values)%2 != 0:
		return nil
	case shape == "box" && len(values) != 4, shape == "line" && len(values) < 4, shape == "polygon" && len(values) < 8:
		return nil
	}
	return values
}

func numbers(text string) []float64 {
	var values []float64
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r <= ' ' }) {
		value, err := strconv.ParseFloat(word, 64)
		if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
			return nil
		}
		if len(values) < 2*maxPoints {
			values = append(values, value)
		}
	}
	return values
}

func swapped(values []float64) []float64 {
	for i := 0; i+1 < len(values); i += 2 {
		values[i], values[i+1] = values[i+1], values[i]
	}
	return values
}

// at sets the place to the middle of pairs of latitude and longitude.
func (f *entryFacts) at(values []float64, rank int) {
	if len(values) < 2 || rank <= f.placeRank {
		return
	}
	south, north, west, east := values[0], values[0], values[1], values[1]
	for i := 2; i+1 < len(values); i += 2 {
		south, north = min(south, values[i]), max(north, values[i])
		west, east = min(west, values[i+1]), max(east, values[i+1])
	}
	if south < -90 || north > 90 || west < -180 || east > 180 {
		return
	}
	f.place.Lat, f.place.Lon, f.placeRank = (south+north)/2, (west+east)/2, rank
}

// half sets the latitude (bit 1) or the longitude (bit 2); the place is known, at rank 3, when both are.
func (f *entryFacts) half(value *float64, text string, bit int) {
	n := numbers(text)
	if f.placeRank > 3 || len(n) != 1 || math.Abs(n[0]) > float64(90*bit) {
		return
	}
	*value = n[0]
	if f.halves |= bit; f.halves == 3 {
		f.placeRank = 3
	}
}
