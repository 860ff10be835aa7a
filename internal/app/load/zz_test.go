package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"golang.org/x/net/html"
	"nutgraf/internal/extract"
)

func BenchmarkZZ(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	before, after := furniture(r, 100000), furniture(r, 200000)
	var body bytes.Buffer
	fmt.Fprintf(&body, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Some headline of an article</title></head><body>%s<main><article><h1>Some headline of an article</h1>`, before)
	for range 10 {
		body.WriteString("<p>" + prose(r, 50) + "</p>")
	}
	fmt.Fprintf(&body, "</article></main>%s</body></html>", after)
	n := 0
	t := html.NewTokenizer(bytes.NewReader(body.Bytes()))
	for t.Next() != html.ErrorToken {
		n++
	}
	b.Run("extract", func(b *testing.B) {
		for b.Loop() {
			extract.Read(body.Bytes(), extract.Context{})
		}
	})
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			html.Parse(bytes.NewReader(body.Bytes()))
		}
	})
	b.Log(n, body.Len())
}
