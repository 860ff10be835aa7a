package name

import (
	"embed"
	"sync"
)

// Weights and lists, as the program in train writes them: NOTICE names what they were made from.
//
//go:embed weights/*.bin
var weights embed.FS

var lists = sync.OnceValue(func() *Lists { return must(ParseLists, "lists") })

// second is the model of the second pass, which knows no words and so serves all languages.
var second = sync.OnceValue(func() *Model { return must(ParseModel, "second") })

// readers are those of the languages that are read, each made at its first need.
var readers = func() map[string]func() Reader {
	all := map[string]func() Reader{}
	for _, language := range Languages() {
		all[language] = sync.OnceValue(func() Reader {
			return Reader{Language: language, Lists: lists(), Model: must(ParseModel, language), Second: second()}
		})
	}
	return all
}()

// Languages are those in which names are found.
func Languages() []string { return []string{"en", "de", "fr", "es", "it", "pt", "ru"} }

// readerOf returns the reader of a language; one that finds nothing when it is not read.
func readerOf(language string) Reader {
	if r, ok := readers[language]; ok {
		return r()
	}
	return Reader{}
}

// must reads embedded data: what is wrong with it is a programmer's mistake, found by the first test.
func must[T any](parse func([]byte) (T, error), name string) T {
	b, err := weights.ReadFile("weights/" + name + ".bin")
	if err != nil {
		panic(err)
	}
	v, err := parse(b)
	if err != nil {
		panic(err)
	}
	return v
}
