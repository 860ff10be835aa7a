package news

// Recording is what of an article is to be heard or watched.
type Recording struct {
	Media   []Enclosure
	Episode *Episode // what its feed says of it; nil when it says nothing
}
