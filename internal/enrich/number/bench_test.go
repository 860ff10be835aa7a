package number_test

import (
	"strings"
	"testing"

	"nutgraf/internal/enrich/number"
	"nutgraf/internal/text"
)

// BenchmarkFind reads an article of usual length, some 3,500 bytes with twenty figures.
func BenchmarkFind(b *testing.B) {
	p := text.Read(strings.Repeat("At least 12 people were killed and 40 injured when the dam above Orlo burst on 3 May 2031, the governor said. "+
		"He told reporters that the repair of the wall, which engineers had called safe only a month before, would cost $3.5 million. "+
		"“We saw the water come down the valley, and there was nothing that anybody in the village could do about it,” a farmer said. "+
		"The storm took the roofs off some 3,000 houses; rescuers from the capital reached most of the villages in the night. "+
		"Nobody in the ministry wanted to say why the warning had come so late, or whether others would follow.\n\n", 6))
	b.ReportAllocs()
	for b.Loop() {
		if len(number.Find(p, "en", nil, nil)) != 24 {
			b.Fatalf("found %d figures", len(number.Find(p, "en", nil, nil)))
		}
	}
}
