package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// players say what the embeds of well-known hosts show. A host counts with all below it.
var players = map[string]news.Media{
	"youtube.com": news.MediaVideo, "youtube-nocookie.com": news.MediaVideo, "youtu.be": news.MediaVideo, "vimeo.com": news.MediaVideo,
	"dailymotion.com": news.MediaVideo, "brightcove.net": news.MediaVideo, "brightcove.com": news.MediaVideo, "jwplatform.com": news.MediaVideo,
	"jwplayer.com": news.MediaVideo, "kaltura.com": news.MediaVideo, "rutube.ru": news.MediaVideo, "bilibili.com": news.MediaVideo,
	"twitch.tv": news.MediaVideo, "streamable.com": news.MediaVideo, "rumble.com": news.MediaVideo, "wistia.com": news.MediaVideo,
	"wistia.net": news.MediaVideo, "ok.ru": news.MediaVideo, "aparat.com": news.MediaVideo, "nicovideo.jp": news.MediaVideo, "tv.naver.com": news.MediaVideo,
	"youku.com": news.MediaVideo, "v.qq.com": news.MediaVideo, "glomex.com": news.MediaVideo, "c-span.org": news.MediaVideo,
	"soundcloud.com": news.MediaAudio, "spotify.com": news.MediaAudio, "podcasts.apple.com": news.MediaAudio, "omny.fm": news.MediaAudio,
	"megaphone.fm": news.MediaAudio, "acast.com": news.MediaAudio, "simplecast.com": news.MediaAudio, "buzzsprout.com": news.MediaAudio,
	"libsyn.com": news.MediaAudio, "podbean.com": news.MediaAudio, "anchor.fm": news.MediaAudio, "audioboom.com": news.MediaAudio,
	"art19.com": news.MediaAudio, "deezer.com": news.MediaAudio, "castbox.fm": news.MediaAudio, "transistor.fm": news.MediaAudio,
	"podigee.io": news.MediaAudio, "ivoox.com": news.MediaAudio, "spreaker.com": news.MediaAudio, "captivate.fm": news.MediaAudio,
	"twitter.com": news.MediaPost, "x.com": news.MediaPost, "instagram.com": news.MediaPost, "facebook.com": news.MediaPost,
	"tiktok.com": news.MediaPost, "bsky.app": news.MediaPost, "threads.net": news.MediaPost, "threads.com": news.MediaPost,
	"reddit.com": news.MediaPost, "redditmedia.com": news.MediaPost, "t.me": news.MediaPost, "linkedin.com": news.MediaPost,
	"truthsocial.com": news.MediaPost, "weibo.com": news.MediaPost, "vk.com": news.MediaPost, "pinterest.com": news.MediaPost, "tumblr.com": news.MediaPost,
}

// trackers are parts of addresses whose frames show no one anything of the article.
var trackers = []string{"googletagmanager.", "doubleclick.", "googlesyndication.", "amazon-adsystem.", "taboola.", "outbrain.", "/recaptcha/", "disqus.com", "facebook.com/tr", "facebook.com/plugins/like", "facebook.com/plugins/page", "about:blank", "adservice."}

// mediaShown says what an embed shows, by its element and address; "" when neither tells, as for charts and maps.
func mediaShown(tag atom.Atom, address string) news.Media {
	switch tag {
	case atom.Video:
		return news.MediaVideo
	case atom.Audio:
		return news.MediaAudio
	case atom.Blockquote:
		return news.MediaPost
	}
	_, after, _ := strings.Cut(address, "//")
	host, path, _ := strings.Cut(after, "/")
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	switch {
	case strings.HasSuffix(host, "facebook.com") && strings.HasPrefix(path, "plugins/video"),
		strings.HasSuffix(host, "vk.com") && strings.HasPrefix(path, "video"):
		return news.MediaVideo
	case strings.HasPrefix(path, "@") && strings.HasSuffix(path, "/embed"): // Mastodon and its kin
		return news.MediaPost
	}
	for {
		if media, known := players[host]; known {
			return media
		}
		_, rest, more := strings.Cut(host, ".")
		if !more {
			break
		}
		host = rest
	}
	path, _, _ = strings.Cut(strings.ToLower(path), "?")
	switch path[strings.LastIndex(path, ".")+1:] {
	case "mp4", "webm", "m3u8", "mov":
		return news.MediaVideo
	case "mp3", "m4a", "ogg", "oga", "wav":
		return news.MediaAudio
	}
	return ""
}

// tracker reports whether a frame counts readers or shows advertisements.
func tracker(address string) bool { return anyIn(address, trackers) }

// postNames are the classes of block quotations that scripts turn into posts of social networks.
var postNames = []string{"twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post", "mastodon-embed", "text-post-media", "reddit-embed", "reddit-card", "telegram-post"}

// post makes a leaf of an embedded post: its words are somebody else's and no part of the text. It reports whether n is one.
func (w *walker) post(n *html.Node, at place) bool {
	if !anyIn(attribute(n, "class"), postNames) {
		return false
	}
	address := attribute(n, "cite")
	for _, name := range []string{"data-instgrm-permalink", "data-embed-url", "data-text-post-permalink", "data-href"} {
		if address == "" {
			address = attribute(n, name)
		}
	}
	if address == "" {
		address = lastLink(n, 0)
	}
	if address == "" {
		return false
	}
	w.flush()
	if len(w.leaves) < maxLeaves {
		w.leaves = append(w.leaves, leaf{tag: atom.Blockquote, box: at.box, flags: at.flags | isEmbed, url: address, alt: markup.Fold(cutBytes(markup.Text(n), 1000))})
	}
	return true
}

// lastLink is the address of the last link in n: posts end with the one to themselves.
func lastLink(n *html.Node, depth int) string {
	if depth > 20 {
		return ""
	}
	found := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.A && attribute(c, "href") != "" {
			found = attribute(c, "href")
		} else if inner := lastLink(c, depth+1); inner != "" {
			found = inner
		}
	}
	return found
}
