package news

// Belonging says why an article stands in its story: what it shares with the others there. It is made of the articles when it is
// asked for, and never stored.
type Belonging struct {
	Nearest  ArticleID // the article most like it; zero: none there is like it
	Likeness float64   // to that one, between 0 and 1
	Score    float64   // log-odds that the article and the rest are one story, judged on their texts alone
	Names    []string  // as printed in the article, those that most of the others have first; the same for the next two
	Phrases  []string  // two words beside each other
	Numbers  []string
	Copy     bool   // it carries the text of another one: that alone decides
	Sees     []Term // what moved Score most, in log-odds, the weightiest first
}
