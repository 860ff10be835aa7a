package demo

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// tone is a WAV file with a jingle of a few seconds that hangs on the name: 8 kHz, 16 bit, mono.
func tone(name string) []byte {
	const rate, notes, each = 8000, 8, 8000 * 45 / 100
	sum := fnv.New64a()
	sum.Write([]byte(name))
	chance := rand.New(rand.NewPCG(sum.Sum64(), 11))
	scale := []float64{261.63, 293.66, 329.63, 392.00, 440.00, 523.25} // a pentatonic scale cannot sound wrong
	size := notes * each * 2
	b := append(make([]byte, 0, 44+size), "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(36+size))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	for _, word := range []uint16{1, 1, rate, 0, rate * 2, 0, 2, 16} { // PCM, mono, rate (32 bit), bytes a second (32 bit), …
		b = binary.LittleEndian.AppendUint16(b, word)
	}
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	for range notes {
		pitch := scale[chance.IntN(len(scale))]
		for i := range each {
			at := float64(i) / rate
			fade := math.Exp(-4*at) * math.Min(1, float64(i)/80)
			value := fade * (math.Sin(2*math.Pi*pitch*at) + 0.3*math.Sin(4*math.Pi*pitch*at))
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(9000*value)))
		}
	}
	return b
}
