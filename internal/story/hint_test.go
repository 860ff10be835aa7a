package story

import (
	"strings"
	"testing"
)

// TestHintsMissNothing guards the shortcut: what the expressions match has one of the parts.
func TestHintsMissNothing(t *testing.T) {
	t.Parallel()
	for _, h := range []string{
		"Here's why the dam leaks", "Here’s the plan", "This is how it ends", "Why the dam leaks", "How to swim", "What we know so far", "You need this",
		"Everything you wanted", "Everything to know about tides", "7 things to see", "Top 10 towns", "WATCH: the flood", "Watch the flood", "Video: the flood", "Photos: the flood",
		"In pictures: the flood", "In photos: the flood", "Quiz: the flood", "Explained: the flood", "Explainer: the flood", "Das müssen Sie wissen", "Das ist der Grund", "Warum der Damm leckt",
		"So wird das Wetter", "Voici le plan", "Pourquoi la digue fuit", "Ce que l'on sait", "Cómo nadar", "Por qué llueve", "Estas son las claves", "Así fue", "Как плавать", "Почему течёт",
		"Вот что известно", "Что известно о дамбе", "Perché perde", "Ecco il piano", "You won't believe this", "All you need to know", "See what happened next", "It goes viral",
		"Tout ce qu'il faut savoir", "Lo que debe saber", "Todo lo que hay que ver", "12 best beaches", "3 questions", "5 takeaways", "9 facts", "4 tips", "8 reasons", "6 ways",
	} {
		if lures.MatchString(h) && !hints(strings.ToLower(h), luring) {
			t.Errorf("%q lures, but has none of the parts", h)
		}
	}
	for _, h := range []string{
		"Live: the flood", "LATEST | the flood", "En direct: la crue", "En directo: la riada", "Última hora: la riada", "Diretta: la piena", "Ao vivo: a cheia", "Онлайн: паводок", "Flood live blog",
		"Flood live updates", "Flood as it happened", "Latest news from Osk", "News brief", "News roundup", "Morning briefing", "Liveticker zur Flut", "La riada, minuto a minuto",
		"Онлайн-трансляция паводка", "The flood | latest",
	} {
		if !running.MatchString(h) {
			t.Errorf("%q does not run", h)
		}
		if !hints(strings.ToLower(h), lasting) {
			t.Errorf("%q runs, but has none of the parts", h)
		}
	}
}
