package app

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/markup"
)

const maxSitemaps = 2 // looked at in a search

// newsMap looks for a sitemap of news among those that robots.txt names.
func (s *seeker) newsMap(ctx context.Context) []Found {
	for i, address := range s.sitemaps(ctx) {
		if i >= maxSitemaps {
			break
		}
		found, _, ok := s.probe(ctx, address, "a sitemap of the site", true)
		if !ok {
			continue
		}
		switch found.Format {
		case "sitemap-news":
			found.Why = "a sitemap of news"
			return []Found{found}
		case "sitemapindex", "sitemap":
			if found.Format == "sitemapindex" {
				if inner, ok := s.part(ctx, &found); ok {
					return []Found{inner}
				}
			}
			if len(found.Entries) > 0 {
				s.maps = append(s.maps, found)
			}
		default: // a feed, as some sites name there
			return []Found{found}
		}
	}
	return nil
}

// part looks into the first part of an index: a sitemap of news is what is wanted, any other gives the index entries.
func (s *seeker) part(ctx context.Context, index *Found) (Found, bool) {
	if len(index.parts) == 0 {
		return Found{}, false
	}
	inner, _, ok := s.probe(ctx, index.parts[0].URL, "the sitemap of news that "+index.Subscription.URL+" names", true)
	if ok && inner.Format == "sitemap-news" {
		return inner, true
	}
	index.Entries = inner.Entries
	return Found{}, false
}

// sitemaps are the addresses that robots.txt names, those of news first; the usual places when it names none.
func (s *seeker) sitemaps(ctx context.Context) []string {
	home, err := url.Parse(s.at.URL)
	if err != nil || s.calls >= maxCalls {
		return nil
	}
	origin := home.Scheme + "://" + home.Host
	var named []string
	if response, err := s.get(ctx, origin+"/robots.txt", false); err == nil {
		lines := bufio.NewScanner(bytes.NewReader(response.Body))
		for lines.Scan() && len(named) < 50 {
			if key, value, found := strings.Cut(lines.Text(), ":"); found && strings.EqualFold(strings.TrimSpace(key), "sitemap") {
				if full := markup.Absolute(origin+"/", value); full != "" {
					named = append(named, full)
				}
			}
		}
	}
	if len(named) == 0 {
		return []string{origin + "/news-sitemap.xml", origin + "/sitemap.xml"}
	}
	slices.SortStableFunc(named, func(a, b string) int { return cmp.Compare(mapRank(a), mapRank(b)) })
	return named
}

func mapRank(address string) int {
	switch address = strings.ToLower(address); {
	case strings.Contains(address, "news") && !strings.Contains(address, "newsletter"):
		return 0
	case strings.Contains(address, "image"), strings.Contains(address, "video"), strings.Contains(address, "tag"):
		return 2
	}
	return 1
}

// plainMap takes a sitemap of the whole site, when there is nothing better.
func (s *seeker) plainMap(context.Context) []Found { return s.maps[:min(len(s.maps), 1)] }
