package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/web"

	"github.com/BurntSushi/toml"
)

// sponsorsFile is the list of sponsors in the data folder. Without it there are none.
const sponsorsFile = "sponsors.toml"

// Bounds of what a sponsor may say.
const (
	maxSponsorText    = 300       // bytes
	maxSponsorPicture = 256 << 10 // bytes
)

// sponsors reads the list of sponsors of a data folder. Whatever is wrong with it is [news.ErrInvalid] and keeps the service
// from starting: a paid message that is shown wrongly is worse than one more look at a file.
func sponsors(data string) ([]web.Sponsor, error) {
	path := filepath.Join(data, sponsorsFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Sponsor []struct {
			Name, Text, Link, Picture string
			From, Until               time.Time
			Places, Sections          []string
		}
	}
	read, err := toml.Decode(string(text), &file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, news.ErrInvalid)
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: %v is no setting of a sponsor: %w", path, unknown[0], news.ErrInvalid)
	}
	var list []web.Sponsor
	for i, s := range file.Sponsor {
		wrong := func(format string, args ...any) error {
			return fmt.Errorf("%s: sponsor %d: %s: %w", path, i+1, fmt.Sprintf(format, args...), news.ErrInvalid)
		}
		one := web.Sponsor{Name: strings.TrimSpace(s.Name), Text: strings.TrimSpace(s.Text), Link: s.Link, From: s.From, Until: s.Until}
		switch {
		case one.Name == "" || one.Text == "":
			return nil, wrong("it needs a name and a text")
		case len(one.Name)+len(one.Text) > maxSponsorText:
			return nil, wrong("its name and text are longer than %d bytes", maxSponsorText)
		case one.Link != "" && markup.Absolute("", one.Link) == "":
			return nil, wrong("link %q: want an address such as https://example.org", one.Link)
		case !one.Until.IsZero() && !one.Until.After(one.From):
			return nil, wrong("it ends before it begins")
		}
		for _, place := range s.Places {
			switch place {
			case "front":
				one.Front = true
			case "sections":
				one.Sections = news.Sections()
			default:
				return nil, wrong("place %q: want front or sections", place)
			}
		}
		if len(s.Sections) > 0 {
			one.Sections = nil
		}
		for _, name := range s.Sections {
			if !slices.Contains(news.Sections(), news.Section(name)) {
				return nil, wrong("section %q: want one of %v", name, news.Sections())
			}
			one.Sections = append(one.Sections, news.Section(name))
		}
		if s.Picture != "" {
			if one.Picture, one.PictureType, err = sponsorPicture(data, s.Picture); err != nil {
				return nil, wrong("%v", err)
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// sponsorPicture reads a picture in the data folder, and nowhere else.
func sponsorPicture(data, name string) ([]byte, string, error) {
	root, err := os.OpenRoot(data)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	picture, err := root.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	kind := http.DetectContentType(picture)
	if len(picture) > maxSponsorPicture || !slices.Contains([]string{"image/png", "image/jpeg", "image/webp", "image/gif"}, kind) {
		return nil, "", fmt.Errorf("picture %q: want a PNG, JPEG, GIF or WebP file of at most %d bytes", name, maxSponsorPicture)
	}
	return picture, kind, nil
}
