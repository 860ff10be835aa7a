package web

import (
	"encoding/xml"
	"net/http"
)

// The shapes of OpenSearch 1.1, with which browsers take a site's search into their address bar.
type (
	searchDocument struct {
		XMLName     xml.Name    `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		Name        string      `xml:"ShortName"`
		Description string      `xml:"Description"`
		Encoding    string      `xml:"InputEncoding"`
		Language    string      `xml:"Language"`
		Addresses   []searchURL `xml:"Url"`
		Image       searchImage `xml:"Image"`
	}
	searchURL struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
		Rel      string `xml:"rel,attr,omitempty"`
	}
	searchImage struct {
		Type    string `xml:"type,attr"`
		Address string `xml:",chardata"`
	}
)

// maxShortName is how many letters a short name may have.
const maxShortName = 16

func (s *Site) openSearch(r *http.Request) (*reply, error) {
	letters := []rune(printable(s.Title))
	say := s.say(r)
	document := searchDocument{
		Name: string(letters[:min(len(letters), maxShortName)]), Description: say.T("Search the news of %s", printable(s.Title)), Encoding: "UTF-8", Language: say.Tag,
		Addresses: []searchURL{
			{"text/html", s.absolute(r, "/search?q={searchTerms}"), ""},
			{atomFeed, s.absolute(r, "/search/feed.atom?q={searchTerms}"), ""},
			{"application/opensearchdescription+xml", s.absolute(r, "/opensearch.xml"), "self"},
		},
		Image: searchImage{"image/svg+xml", s.absolute(r, s.static.path("icon.svg"))},
	}
	answer, err := xmlReply(document)
	if err == nil {
		answer.kind = "application/opensearchdescription+xml; charset=utf-8"
	}
	return answer, err
}
