package feed_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
)

// TestPlatformsKeepTheirFeedsAtKnownAddresses holds what an address tells on platforms, with and without facts of the page.
func TestPlatformsKeepTheirFeedsAtKnownAddresses(t *testing.T) {
	t.Parallel()
	const channel = "UCosk0123456789_-abcdefg"
	tests := []struct{ address, page, want string }{
		{"https://www.youtube.com/channel/" + channel, "", "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel},
		{"https://www.youtube.com/@osk/videos", `<script>{"externalId":"` + channel + `"}</script>`, "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel},
		{"https://m.youtube.com/c/osk", `<meta itemprop="identifier" content="` + channel + `">`, "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel},
		{"https://youtu.be/abc", `<script>{"channelId":"` + channel + `"}</script>`, "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel},
		{"https://www.youtube.com/playlist?list=PLosk&index=2", "", "https://www.youtube.com/feeds/videos.xml?playlist_id=PLosk"},
		{"https://www.youtube.com/user/osk", "", "https://www.youtube.com/feeds/videos.xml?user=osk"},
		{"https://old.reddit.com/r/osk/", "", "https://www.reddit.com/r/osk/.rss"},
		{"https://www.reddit.com/r/osk/top/", "", "https://www.reddit.com/r/osk/top/.rss"},
		{"https://www.reddit.com/user/osk/submitted", "", "https://www.reddit.com/user/osk/.rss"},
		{"https://www.reddit.com/domain/gannet.example/", "", "https://www.reddit.com/domain/gannet.example/.rss"},
		{"https://bsky.app/profile/osk.example", "", "https://bsky.app/profile/osk.example/rss"},
		{"https://toot.example/@osk", `<div id="mastodon"></div>`, "https://toot.example/@osk.rss"},
		{"https://lemmy.example/c/osk", `<meta name="x"><script>{"lemmy-ui":1}</script><a>join-lemmy.org</a>`, "https://lemmy.example/feeds/c/osk.xml?sort=New"},
		{"https://osk.substack.com/p/ferry", "", "https://osk.substack.com/feed"},
		{"https://letters.example/", `<img src="https://substackcdn.com/x.png">`, "https://letters.example/feed"},
		{"https://medium.com/@osk/a-story-1234567890ab", "", "https://medium.com/feed/@osk"},
		{"https://osk.medium.com/", "", "https://osk.medium.com/feed"},
		{"https://osk.tumblr.com/post/1", "", "https://osk.tumblr.com/rss"},
		{"https://github.com/osk/ferry", "", "https://github.com/osk/ferry/releases.atom"},
		{"https://github.com/osk/ferry/commits/main/", "", "https://github.com/osk/ferry/commits/main.atom"},
		{"https://github.com/osk", "", "https://github.com/osk.atom"},
		{"https://git.example/osk/ferry/-/tags", `<meta content="GitLab" property="og:site_name">`, "https://git.example/osk/ferry/-/tags?format=atom"},
		{"https://vimeo.com/osk", "", "https://vimeo.com/osk/videos/rss"},
		{"https://soundcloud.com/osk", `<meta content="soundcloud://users:123456">`, "https://feeds.soundcloud.com/users/soundcloud:users:123456/sounds.rss"},
		{"https://podcasts.apple.com/us/podcast/osk/id1", `<script>{"feedUrl":"https:\/\/pod.example\/osk.rss"}</script>`, "https://pod.example/osk.rss"},
		{"https://shop.example/blogs/journal/a-b", `<script src="https://cdn.shopify.com/x.js"></script>`, "https://shop.example/blogs/journal.atom"},
		{"https://stackoverflow.com/questions/tagged/go", "", "https://stackoverflow.com/feeds/tag/go"},
		{"https://news.ycombinator.com/", "", "https://news.ycombinator.com/rss"},
		{"https://arxiv.org/list/cs.CL/recent", "", "https://rss.arxiv.org/rss/cs.CL"},
		{"https://wiki.example/wiki/Osk", `<meta name="generator" content="MediaWiki 1.44"><script>{"wgScriptPath":"/w"}</script>`, "https://wiki.example/w/index.php?title=Special:RecentChanges&feed=atom"},
		{"https://talk.example/c/boats/5", `<meta name="generator" content="Discourse 3.4">`, "https://talk.example/c/boats/5.rss"},
		{"https://www.dailymotion.com/osk", "", "https://www.dailymotion.com/rss/user/osk"},
		{"https://www.pinterest.com/osk/boats/", "", "https://www.pinterest.com/osk/boats.rss"},
		{"https://osk.example/category/boats/", `<link href="/wp-content/x.css">`, "https://osk.example/category/boats/feed/"},
		{"https://osk.example/", `<meta name="generator" content="WordPress 7.1">`, "https://osk.example/feed/"},
		{"https://osk.example/", `<meta name="generator" content="Ghost 5.9">`, "https://osk.example/rss/"},
		{"https://osk.example/a/b", `<meta name="generator" content="Hugo 0.150">`, "https://osk.example/index.xml"},
		{"https://osk.example/", `<meta name="generator" content="Jekyll v4">`, "https://osk.example/feed.xml"},
		{"https://osk.example/blog", `<!-- This is Squarespace. -->`, "https://osk.example/blog?format=rss"},
		{"https://osk.example/", `<meta name="generator" content="Wix.com Website Builder">`, "https://osk.example/blog-feed.xml"},
		{"https://osk.example/", `<meta name="Generator" content="Drupal 11">`, "https://osk.example/rss.xml"},
		{"https://board.example/", `<body id="phpbb">`, "https://board.example/feed.php"},
		{"https://osk.example/", `<meta content='blogger' name='generator'>`, "https://osk.example/feeds/posts/default"},
	}
	for _, test := range tests {
		found := feed.Discover([]byte("<html>"+test.page), feed.Context{URL: test.address})
		if len(found) == 0 || found[0].URL != test.want {
			t.Errorf("%s: got %+v, want %s first", test.address, found[:min(len(found), 2)], test.want)
			continue
		}
		if first := found[0]; !strings.Contains(first.Why, "not looked at") && !strings.Contains(first.Why, "page's data") || first.Why == "" {
			t.Errorf("%s: it says %q", test.address, first.Why)
		}
	}
	for _, address := range []string{"https://github.com/features/actions", "https://vimeo.com/search", "https://medium.com/search"} {
		if found := feed.Discover([]byte("<html>"), feed.Context{URL: address}); strings.Contains(found[0].Why, "address") {
			t.Errorf("%s: got %+v, though it is nobody's page", address, found[0])
		}
	}
}

func TestDiscoverRanksAndFolds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, address, page string
		links               []string
		want                []string // addresses with their types
	}{
		{
			"spellings of the relation and the type", "https://osk.example/", `<link REL="Alternate Feed" TYPE="application/rss+xml; charset=utf-8" HREF="/a"><link rel="alternate" type="application/rss xml" href="/b">` +
				`<link rel=alternate type="text/xml" title="RSS" href="/c"><link rel="alternate" href="/d.rss"><link rel=alternate hreflang=fr href=/fr><link rel="alternate" type="application/json+oembed" href="/o">` +
				`<link rel=alternate type=text/calendar href=/ical><link rel=sitemap type=application/rss+xml href=/sitemap.xml>`, nil,
			[]string{"https://osk.example/a application/rss+xml", "https://osk.example/b application/rss+xml", "https://osk.example/c text/xml", "https://osk.example/d.rss application/rss+xml"},
		},
		{
			"one address in several spellings", "https://osk.example/", `<link rel=alternate type=application/rss+xml href="http://www.osk.example/feed"><link rel=alternate type=application/rss+xml title=Osk href="https://osk.example/feed/"><a href="feed://osk.example/feed">RSS</a>`, nil,
			[]string{"https://osk.example/feed/ application/rss+xml"},
		},
		{
			"the Link header", "https://osk.example/", "<p>x", []string{`<https://osk.example/style.css>; rel=preload, </feed>; rel="alternate"; type="application/atom+xml"; title="a, b"`, `</j>; rel=alternate; type=application/feed+json`},
			[]string{"https://osk.example/feed application/atom+xml", "https://osk.example/j application/feed+json"},
		},
		{
			"comments last, in any language", "https://osk.example/2031/05/17/ferry-late-once-again/", `<link rel=alternate type=application/rss+xml title="Osk » Ferry Kommentar-Feed" href="/2031/05/17/ferry-late-once-again/feed/"><link rel=alternate type=application/rss+xml title="Osk » Flux des commentaires" href="/comments/feed/"><link rel=alternate type=application/rss+xml title="Osk" href="/feed/">`, nil,
			[]string{"https://osk.example/feed/ application/rss+xml", "https://osk.example/2031/05/17/ferry-late-once-again/feed/ application/rss+xml", "https://osk.example/comments/feed/ application/rss+xml"},
		},
		{
			"nothing weak beside a name", "https://osk.example/", `<link rel=alternate type=application/rss+xml href="/feed/"><a href="/rss">RSS</a><a href="https://friend.example/rss.xml">a friend</a><a href="/boats.rss">Boats</a><a href="https://www.facebook.com/feed">f</a>`, nil,
			[]string{"https://osk.example/feed/ application/rss+xml", "https://osk.example/boats.rss application/rss+xml"},
		},
		{
			"links to reader services", "https://osk.example/", `<a href="https://feedly.com/i/subscription/feed/https%3A%2F%2Fosk.example%2Fall.rss"><img alt="follow us in feedly"></a><a href="https://www.inoreader.com/?add_feed=https://osk.example/b.rss">x</a>`, nil,
			[]string{"https://osk.example/all.rss application/rss+xml", "https://osk.example/b.rss application/rss+xml"},
		},
		{
			"a mark in place of words", "https://osk.example/", `<a href="/subscribe.php?feed=rss2"><i class="fa fa-rss"></i></a>`, nil, []string{"https://osk.example/subscribe.php?feed=rss2 "},
		},
		{"a feed itself", "https://osk.example/x", `<?xml version="1.0"?><rss version="2.0"><channel><title>Osk</title></channel></rss>`, nil, []string{"https://osk.example/x application/rss+xml"}},
		{
			"a tag's page asks for the tag's feed", "https://osk.example/tag/boats/", `<link rel=alternate type=application/rss+xml title=Osk href="/feed/"><link rel=alternate type=application/rss+xml title=Boats href="/tag/boats/feed/">`, nil,
			[]string{"https://osk.example/tag/boats/feed/ application/rss+xml", "https://osk.example/feed/ application/rss+xml"},
		},
	}
	for _, test := range tests {
		var got []string
		for _, c := range feed.Discover([]byte(test.page), feed.Context{URL: test.address, Links: test.links}) {
			got = append(got, c.URL+" "+c.Type)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
