package stem

import (
	"strings"
	"unicode/utf8"
)

// particles are what Korean joins to a noun to tell its part in the sentence, longer ones first.
var particles = strings.Fields(`에서부터 으로부터 에게서 한테서 이라고 이라는 에서는 에서도 으로서 으로써 까지는 까지도 이나마
	에서 에게 에는 에도 한테 으로 로서 로써 까지 부터 처럼 보다 하고 이나 이며 이고 라고 라는 라도 마다 조차 마저 밖에 들이 들은 들을 들의 들도
	은 는 이 가 을 를 의 에 와 과 도 만 로 나 랑 들`)

// withoutParticles takes particles off a word as long as two syllables are left: "서울에서는" is about "서울".
func withoutParticles(word string) string {
	for {
		shorter := word
		for _, particle := range particles {
			if rest, found := strings.CutSuffix(word, particle); found && utf8.RuneCountInString(rest) >= 2 {
				shorter = rest
				break
			}
		}
		if shorter == word {
			return word
		}
		word = shorter
	}
}
