package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	findFor     = 45 * time.Second // for a search: less than the server gives an answer
	sampleWords = 24               // of an entry's text that stands for a title
	maxSample   = 5                // entries shown of an offer
)

// Offer is one way to follow a publisher, as a search found it.
type Offer struct {
	Subscription news.Subscription
	Format       string // such as "rss2.0" or "page"; empty when nobody looked at it
	Why          string // how it was found
	Entries      []news.Entry
	Newest       time.Time // of the entries; zero when none tells
}

// chooseView is what was found at an address, to choose from.
type chooseView struct {
	frame
	Address string
	Offers  []offerLine
	Shelves []option // sections
	Page    pageForm
	Problem string
}

// offerLine is an offer in words.
type offerLine struct {
	Place         int
	Kind          news.FeedKind
	URL, Home     string
	Shown         string // the address without a password
	Title, Format string
	Why           string
	Counted       bool // its entries were read
	Entries       int
	Newest        stamp
	Sample        []sampleLine
	Chosen        bool
}

// sampleLine is one entry of an offer.
type sampleLine struct {
	Title string
	When  stamp
}

// pageForm asks for a page that lists articles, and where it has them.
type pageForm struct {
	Address   string
	Selectors news.Selectors
	Open      bool
}

// formats are the words for what feeds are; the keys are beginnings of what [Offer] names.
var formats = []struct{ prefix, words string }{
	{"rss", news.Word("RSS feed")}, {"rdf", news.Word("RSS feed (RDF)")}, {"atom", news.Word("Atom feed")}, {"jsonfeed", news.Word("JSON Feed")}, {"sitemap-news", news.Word("sitemap of news")},
	{"sitemap", news.Word("sitemap of the whole site")}, {"page", news.Word("list of articles on the page")}, {"opml", news.Word("list of feeds (OPML)")},
}

func formatWords(format string) string {
	for _, f := range formats {
		if strings.HasPrefix(format, f.prefix) {
			return f.words
		}
	}
	return cmp.Or(format, news.Word("not looked at"))
}

// addAddress follows the publisher at an address, or shows what there is to choose from.
func (s *Site) addAddress(r *http.Request) (*reply, error) {
	address := strings.TrimSpace(r.PostFormValue("address"))
	if address == "" {
		return s.tell(r, s.say(r).T("Type the address of a site or of its feed.")), nil
	}
	form := pageForm{Address: address, Selectors: selectorsOf(r), Open: r.PostFormValue("as") == "page"}
	ctx, cancel := context.WithTimeout(r.Context(), findFor)
	defer cancel()
	offers, err := s.Desk.Find(ctx, address, form.Open, form.Selectors)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) && len(offers) == 0 {
		return s.tell(r, s.say(r).T("Nothing was added: the site took longer than %s to answer.", news.Span(findFor))), nil
	}
	switch {
	case err != nil && statusOf(err) == http.StatusServiceUnavailable:
		return nil, err
	case err != nil && form.Open && !secret(address):
		return s.choosePage(r, http.StatusBadRequest, form, nil, s.say(r).T("Sorry: %s.", reason(err)))
	case err != nil:
		return s.tell(r, s.say(r).T("Nothing was added: %s.", reason(err))), nil
	case len(offers) == 1 && (offers[0].Subscription.Kind == news.FeedPlain || offers[0].Subscription.Kind == news.FeedMail):
		return s.subscribe(r, []news.Subscription{offers[0].Subscription})
	}
	return s.choosePage(r, http.StatusOK, form, offers, "")
}

// secret reports whether an address may hold a password, which no page shows again.
func secret(address string) bool {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	return err != nil || u.User != nil
}

func selectorsOf(r *http.Request) news.Selectors {
	value := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	return news.Selectors{Item: value("item"), Link: value("link"), Title: value("headline"), Date: value("date")}
}

func (s *Site) choosePage(r *http.Request, status int, form pageForm, offers []Offer, problem string) (*reply, error) {
	view := &chooseView{frame: s.frame(r, s.say(r).T("Choose what to follow")), Address: form.Address, Shelves: sectionChoices(""), Page: form, Problem: problem}
	view.Hidden = true
	view.Here, view.Canonical = "/welcome", "" // this page answers no GET
	now := s.wall()
	for i, o := range offers {
		view.Offers = append(view.Offers, lineOfOffer(i, o, now))
	}
	if secret(form.Address) {
		view.Address, view.Page.Address = "", ""
	}
	return s.page(r, status, "choose", view)
}

func lineOfOffer(place int, o Offer, now time.Time) offerLine {
	w := o.Subscription
	line := offerLine{
		Place: place, Kind: w.Kind, URL: w.URL, Home: w.Home, Shown: w.URL, Title: w.Title, Format: formatWords(o.Format), Why: o.Why,
		Counted: o.Format != "" && w.Kind != news.FeedList, Entries: len(o.Entries), Newest: when(o.Newest, now), Chosen: place == 0,
	}
	if u, err := url.Parse(w.URL); err == nil {
		u.User = nil
		line.Shown = u.String()
		line.Title = cmp.Or(line.Title, u.Hostname())
	}
	for _, e := range o.Entries[:min(len(o.Entries), maxSample)] {
		title := cmp.Or(markup.PlainText(e.Title), text.Excerpt(markup.PlainText(cmp.Or(e.Summary, e.Content)), sampleWords), e.URL)
		line.Sample = append(line.Sample, sampleLine{title, when(e.PublishedAt, now)})
	}
	return line
}

// followChosen follows what was ticked on the page of choices. All that the form says is checked again.
func (s *Site) followChosen(r *http.Request) (*reply, error) {
	wanted, err := chosen(r)
	if err != nil {
		return nil, err
	}
	if len(wanted) == 0 {
		return s.tell(r, s.say(r).T("Nothing was ticked, so nothing was added.")), nil
	}
	return s.subscribe(r, wanted)
}

// chosen reads the form of choices: address, kind and home of every offer in turn, and the places of those ticked.
func chosen(r *http.Request) ([]news.Subscription, error) {
	invalid := fmt.Errorf("form of choices: %w", news.ErrInvalid)
	if err := r.ParseForm(); err != nil {
		return nil, invalid
	}
	addresses, kinds, homes := r.PostForm["url"], r.PostForm["kind"], r.PostForm["home"]
	section := news.Section(r.PostFormValue("section"))
	if len(kinds) != len(addresses) || len(homes) != len(addresses) || !section.Valid() {
		return nil, invalid
	}
	var wanted []news.Subscription
	for _, place := range r.PostForm["take"] {
		i, err := strconv.Atoi(place)
		if err != nil || i < 0 || i >= len(addresses) {
			return nil, invalid
		}
		w := news.Subscription{URL: addresses[i], Kind: news.FeedKind(kinds[i]), Home: outward(homes[i]), Section: section}
		if w.Kind == news.FeedMail { // its password is on no page
			return nil, invalid
		}
		if w.Kind == news.FeedPage {
			w.Wish.Selectors = selectorsOf(r)
		}
		if err := (news.Feed{URL: w.URL, Kind: w.Kind}).Validate(); err != nil {
			return nil, err
		}
		wanted = append(wanted, w)
	}
	return wanted, nil
}

// subscribe follows feeds and says so on the welcome page.
func (s *Site) subscribe(r *http.Request, wanted []news.Subscription) (*reply, error) {
	feeds, err := s.Desk.Subscribe(r.Context(), wanted)
	switch {
	case errors.Is(err, news.ErrInvalid):
		return s.tell(r, s.say(r).T("Nothing was added: %s.", reason(err))), nil
	case err != nil:
		return nil, err
	case len(feeds) == 1:
		return s.tell(r, s.say(r).T("Now following %s. Its news arrives within moments.", cmp.Or(feeds[0].Title, wanted[0].Title, feeds[0].URL))), nil
	}
	return s.tell(r, s.say(r).N("Now following %d feed. Its news arrives within moments.", "Now following %d feeds. Their news arrives within moments.", len(feeds))), nil
}
