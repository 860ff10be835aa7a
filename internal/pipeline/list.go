package pipeline

import "nutgraf/internal/news"

const acceptList = "text/x-opml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"

// trusted takes from a list only what its author may decide: which feeds there are and how they are read, but not how
// often, how much of them is shown or what their voice weighs. A list's lists are followed, theirs are not. It is never
// nil.
func trusted(list news.Feed, found []news.Subscription) []news.Subscription {
	taken := make([]news.Subscription, 0, len(found))
	for _, w := range found {
		if w.Kind == news.FeedMail || w.Kind == news.FeedList && list.ListID != 0 {
			continue
		}
		w.Wish = news.FeedWish{Reading: w.Wish.Reading, Selectors: w.Wish.Selectors}
		w.Weight, w.Licence, w.List = 0, news.LicenceUnknown, ""
		taken = append(taken, w)
	}
	return taken
}
