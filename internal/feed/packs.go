package feed

import (
	_ "embed" // for packs.toml
	"fmt"

	"github.com/BurntSushi/toml"

	"nutgraf/internal/news"
)

//go:embed packs/packs.toml
var packsFile string

// Pack is a handful of publishers' feeds to start with.
type Pack struct {
	Name     string // in its own language
	Region   string
	Section  news.Section // of all its feeds; empty when they bring news of all kinds
	Language string       // BCP 47
	Feeds    []news.Subscription
}

// Packs lists the starter packs in the order in which they are offered. Each call gives a copy of its own.
func Packs() ([]Pack, error) {
	var file struct {
		Pack []struct {
			Name, Region, Language string
			Section                news.Section
			Feeds                  []struct{ Title, URL, Home, Country string }
		}
	}
	if _, err := toml.Decode(packsFile, &file); err != nil {
		return nil, fmt.Errorf("read packs.toml: %w", err)
	}
	packs := make([]Pack, 0, len(file.Pack))
	for _, p := range file.Pack {
		pack := Pack{Name: p.Name, Region: p.Region, Section: p.Section, Language: p.Language}
		for _, f := range p.Feeds {
			pack.Feeds = append(pack.Feeds, news.Subscription{
				URL: f.URL, Title: f.Title, Home: f.Home, Section: p.Section, Country: f.Country,
			})
		}
		packs = append(packs, pack)
	}
	return packs, nil
}
