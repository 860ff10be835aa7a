package feed_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

func TestPacks(t *testing.T) {
	t.Parallel()
	packs, err := feed.Packs()
	if err != nil {
		t.Fatal(err)
	}
	if len(packs) < 25 {
		t.Errorf("got %d packs, want 25 or more", len(packs))
	}
	language, country := regexp.MustCompile(`^[a-z]{2}$`), regexp.MustCompile(`^[A-Z]{2}$`)
	names, addresses, sections, languages, homes := map[string]bool{}, map[string]string{}, map[news.Section]bool{}, map[string]bool{}, map[string]string{}
	for _, p := range packs {
		if p.Name == "" || p.Region == "" || names[p.Name] || !p.Section.Valid() || !language.MatchString(p.Language) {
			t.Errorf("pack %q: got region %q, section %q, language %q, or its name twice", p.Name, p.Region, p.Section, p.Language)
		}
		names[p.Name], sections[p.Section], languages[p.Language] = true, true, true
		if len(p.Feeds) < 6 || len(p.Feeds) > 15 {
			t.Errorf("pack %q: got %d feeds, want 6 to 15", p.Name, len(p.Feeds))
		}
		for _, f := range p.Feeds {
			if other, taken := addresses[f.URL]; taken {
				t.Errorf("%s is in %q and in %q", f.URL, other, p.Name)
			}
			addresses[f.URL] = p.Name
			for _, address := range []string{f.URL, f.Home} {
				u, err := url.Parse(address)
				if err != nil || u.Scheme != "https" || !strings.Contains(u.Host, ".") || u.User != nil || u.Port() != "" || u.Fragment != "" || strings.TrimSpace(address) != address {
					t.Errorf("pack %q: address %q", p.Name, address)
				}
			}
			if f.Title == "" || !country.MatchString(f.Country) || f.Section != p.Section {
				t.Errorf("%s: got title %q, country %q, section %q", f.URL, f.Title, f.Country, f.Section)
			}
			host := news.HostKey(f.Home)
			if known, taken := homes[host]; taken && known != f.Country {
				t.Errorf("%s: got country %q, and %q elsewhere", f.Home, f.Country, known)
			}
			homes[host] = f.Country
		}
	}
	for _, s := range []news.Section{news.SectionWorld, news.SectionBusiness, news.SectionTech, news.SectionScience, news.SectionHealth, news.SectionClimate, news.SectionCulture, news.SectionSport} {
		if !sections[s] {
			t.Errorf("no pack for section %s", s)
		}
	}
	if len(languages) < 8 {
		t.Errorf("got packs in %d languages, want 8 or more", len(languages))
	}
	t.Logf("%d packs, %d feeds, %d languages", len(packs), len(addresses), len(languages))
}
