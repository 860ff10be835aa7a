package web_test

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"nutgraf/internal/web"
)

var look = flag.String("look", "", "serve invented news at this address instead of testing, with templates from disk")

// TestLook is for eyes, with the password "correct horse": go test ./internal/web -run TestLook -look localhost:8099 -timeout 1h
func TestLook(t *testing.T) {
	if *look == "" {
		t.Skip("for eyes only: give -look ADDRESS")
	}
	s := ward(func(n int) string {
		if n%7 == 6 {
			return "http://" + *look + "/picture/broken"
		}
		return fmt.Sprintf("http://%s/picture/%d", *look, n)
	})
	s.offers = threeWays()
	if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil {
		t.Fatal(err)
	}
	o := options(s)
	o.Files, o.Private, o.KeepFor, o.Packs = os.DirFS("."), true, -1, packs
	site, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.HandleFunc("GET /picture/{n}", picture)
	server := &http.Server{Addr: *look, Handler: mux, ReadHeaderTimeout: time.Second}
	t.Fatal(server.ListenAndServe())
}

// picture paints a sky over hills.
func picture(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	m := image.NewRGBA(image.Rect(0, 0, 720, 480))
	for y := range 480 {
		for x := range 720 {
			hill := 240 + (x*(n%5+1)/9)%170 - (x*x/2000)%90
			c := color.RGBA{uint8(90 + n*23%120), uint8(120 + y/5), uint8(160 + n*11%60), 255}
			if y > hill {
				c = color.RGBA{uint8(30 + n*17%50), uint8(60 + (y-hill)/6), uint8(50 + n*7%40), 255}
			}
			m.Set(x, y, c)
		}
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_ = jpeg.Encode(w, m, nil)
}
