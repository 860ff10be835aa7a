package extract

import "strings"

// boilerplate is what short furniture lines begin with or are, in lower case.
var boilerplate = []string{
	"advertisement", "advertising", "continue reading", "read more", "read also", "also read", "see also", "related:",
	"related articles", "related stories", "more on this", "more from", "sign up", "subscribe", "share this", "share on",
	"follow us", "click here", "copyright", "©", "all rights reserved", "hide caption", "toggle caption", "loading",
	"enlarge this image", "most read", "trending", "connect with us", "story continues below", "article continues",
	"recommended", "skip to", "log in", "please log", "register", "cookie", "we use cookies", "download the app",
	"download our app", "get the latest", "newsletter", "leave a comment", "comments", "view comments", "tags:", "topics:",
	"filed under", "print this", "back to top", "promoted", "sponsored", "anzeige", "werbung", "publicité", "publicidad",
	"lire aussi", "à lire", "lesen sie auch", "mehr zum thema", "lea también", "leer más", "te puede interesar",
	"leia mais", "leia também", "leggi anche", "читайте также", "читать также", "реклама", "подписывайтесь", "اقرأ أيضا",
	"إعلان", "広告", "関連記事", "相关阅读", "광고", "watch:", "read:", "listen:", "lees ook", "läs också", "les også",
	"czytaj także", "czytaj też", "zobacz także", "pročitajte", "haberin devamı", "what to read next", "up next",
	"send us a tip", "send feedback", "report a typo", "have a tip", "share", "tweet", "facebook", "twitter", "whatsapp",
	"open image in gallery", "view image in fullscreen", "getty images", "photo:", "image:", "this video is not",
	"javascript", "you must be logged", "create an account", "already a subscriber", "thank you for reading",
	"thanks for reading", "support our", "join the conversation", "join our", "whatsapp channel", "listen to this article",
	"min read", "next article", "previous article", "next post", "previous post", "editor's picks", "editors' picks",
	"more stories", "you may also like", "you might also like", "don't miss", "recommended for you", "popular now",
}

// furniture reports whether a short text is something that pages say and articles do not.
func furniture(s string) bool {
	if len(s) > 140 {
		return false
	}
	s = strings.ToLower(s)
	for _, phrase := range boilerplate {
		if !strings.HasPrefix(s, phrase) {
			continue
		}
		rest := s[len(phrase):]
		// One-word phrases must stand alone: "Facebook" is furniture, "Facebook said on Monday that …" is news.
		if strings.ContainsAny(phrase, " :©") || len(rest) < 24 && !endsSentence(s) {
			return true
		}
	}
	return false
}
