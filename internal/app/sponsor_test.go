package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

func TestSponsorsFile(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if list, err := sponsors(data); err != nil || list != nil {
		t.Fatalf("without a file: got %v, %v", list, err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("oar.png", "\x89PNG\r\n\x1a\n")
	write("page.png", "<html>")
	const head = "[[sponsor]]\nname = \"Marrow Oars\"\ntext = \"Oars of ash\"\n"
	write(sponsorsFile, head+"link = \"https://oars.example\"\npicture = \"oar.png\"\nfrom = 2031-05-01T00:00:00Z\nuntil = 2031-06-01T00:00:00Z\nplaces = [\"front\"]\nsections = [\"climate\"]\n")
	list, err := sponsors(data)
	if err != nil || len(list) != 1 {
		t.Fatalf("got %v, %v", list, err)
	}
	if one := list[0]; !one.Front || len(one.Sections) != 1 || one.Sections[0] != news.SectionClimate || one.PictureType != "image/png" || one.Until.IsZero() {
		t.Errorf("got %+v", one)
	}
	for text, says := range map[string]string{
		"[[sponsor]]\ntext = \"x\"\n":                                 "a name and a text",
		head + "link = \"javascript:alert(1)\"\n":                     "want an address",
		head + "places = [\"everywhere\"]\n":                          "want front or sections",
		head + "sections = [\"gossip\"]\n":                            "want one of",
		head + "picture = \"page.png\"\n":                             "want a PNG",
		head + "picture = \"../x.png\"\n":                             "path escapes",
		head + "tracker = \"x\"\n":                                    "no setting",
		head + "from = 2031-05-01\nuntil = 2031-04-01\n":              "before it begins",
		strings.Replace(head, "Oars of", strings.Repeat("x", 300), 1): "longer than",
	} {
		write(sponsorsFile, text)
		if _, err := sponsors(data); !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", text, err, says)
		}
	}
}
