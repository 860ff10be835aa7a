package news_test

import (
	"testing"

	"nutgraf/internal/news"
)

func TestAddressKeyIsOneForOnePage(t *testing.T) {
	t.Parallel()
	for want, addresses := range map[string][]string{
		"gull.example/2031/05/dam-talks": {
			"https://gull.example/2031/05/dam-talks", "http://gull.example/2031/05/dam-talks/", "https://www.gull.example/2031/05/dam-talks",
			"https://m.gull.example/2031/05/dam-talks", "https://amp.gull.example/2031/05/dam-talks", "HTTPS://WWW.Gull.Example:443/2031/05/dam-talks",
			"https://gull.example/2031/05/dam-talks/amp/", "https://gull.example/amp/2031/05/dam-talks", "https://gull.example/2031/05/dam-talks.amp",
			"https://gull.example/2031/05/dam-talks/index.html", "https://gull.example//2031/05/dam-talks#comments",
			"https://gull.example/2031/05/dam-talks?utm_source=rss&utm_medium=feed", "https://gull.example/2031/05/dam-talks?fbclid=Iw&amp=1",
			"https://gull.example/2031/05/dam-talks?ref=rss&outputType=amp", "https://gull.example/2031/05/d%61m-talks", " https://gull.example./2031/05/dam-talks ",
		},
		"gull.example/story.html":         {"http://gull.example/story.html", "https://gull.example/story.amp.html"},
		"gull.example/s?a=1&b=x+y":        {"http://gull.example/s?b=x%20y&a=1", "http://gull.example/s/?a=1&b=x+y&&gclid=3"},
		"gull.example/":                   {"http://gull.example", "https://www.gull.example/index.php", "https://gull.example/?utm_campaign=x#top"},
		"gull.example/show?ref=8123":      {"https://gull.example/show?ref=8123"},
		"gull.example:8080/a":             {"http://gull.example:8080/a"},
		"gull.example/caf%C3%A9":          {"https://gull.example/café", "https://gull.example/caf%c3%a9"},
		"gull.example/#!/story/1":         {"https://gull.example/#!/story/1"},
		"gull.example/p?q=%zz":            {"https://gull.example/p?q=%zz"},
		"gull.example/a?tags=amp&tags=ok": {"https://gull.example/a?tags=ok&tags=amp"},
		"":                                {"", "mailto:x@gull.example", "/relative", "https://", "http://[::1", "tag:gull.example,2031:1"},
	} {
		for _, address := range addresses {
			if got := news.AddressKey(address); got != want {
				t.Errorf("AddressKey(%q) = %q, want %q", address, got, want)
			}
		}
	}
}

func FuzzAddressKey(f *testing.F) {
	for _, seed := range []string{"https://www.gull.example/a/amp?b=1&utm_x=2#c", "http://m.a.b:80//index.html", "http://[::1]:8080/%2f", "http://h/?=&;%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key := news.AddressKey(address)
		if key == "" {
			return
		}
		if again := news.AddressKey("https://" + key); again != key && len(again) >= len(key) {
			t.Errorf("%q: the key of its key %q is %q", address, key, again)
		}
	})
}
