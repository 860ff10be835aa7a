package feed

import (
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/text"
)

// platform is a rule that tells the feed from the address of a page, and from facts in the page.
//
// The host is one or, with its subdomains, "youtube.com"; "{user}.tumblr.com" keeps the label. In the path {x} is one
// segment or the rest of one, a final * is anything more, ?x={y} a parameter that must be there. A feed is an address
// with such names filled in, relative to the page's origin when it has no host. Names without a value there are facts
// of the page. For programs that run under any host there is an engine (see [engines]) in place of the host.
type platform struct {
	host, engine, path string
	feed, title        string
	not                string // words that are no value of the first name, each between blanks
}

// platforms, in the order of preference for one address.
var platforms = []platform{
	{host: "youtube.com", path: "/channel/{id}*", feed: "https://www.youtube.com/feeds/videos.xml?channel_id={id}"},
	{host: "youtube.com", path: "/playlist?list={list}", feed: "https://www.youtube.com/feeds/videos.xml?playlist_id={list}"},
	{host: "youtube.com", path: "/watch?list={list}", feed: "https://www.youtube.com/feeds/videos.xml?playlist_id={list}", title: "Playlist"},
	{host: "youtube.com", path: "/user/{user}*", feed: "https://www.youtube.com/feeds/videos.xml?user={user}"},
	{host: "youtube.com", path: "/*", feed: "https://www.youtube.com/feeds/videos.xml?channel_id={channel}"},
	{host: "youtu.be", path: "/*", feed: "https://www.youtube.com/feeds/videos.xml?channel_id={channel}"},
	{host: "reddit.com", path: "/r/{name}/comments/*", feed: "https://www.reddit.com{path}.rss"},
	{host: "reddit.com", path: "/r/{name}/{sort}", feed: "https://www.reddit.com/r/{name}/{sort}/.rss"},
	{host: "reddit.com", path: "/r/{name}", feed: "https://www.reddit.com/r/{name}/.rss"},
	{host: "reddit.com", path: "/user/{name}*", feed: "https://www.reddit.com/user/{name}/.rss"},
	{host: "reddit.com", path: "/u/{name}*", feed: "https://www.reddit.com/user/{name}/.rss"},
	{host: "reddit.com", path: "/domain/{name}*", feed: "https://www.reddit.com/domain/{name}/.rss"},
	{host: "reddit.com", path: "/", feed: "https://www.reddit.com/.rss"},
	{host: "bsky.app", path: "/profile/{name}*", feed: "https://bsky.app/profile/{name}/rss"},
	{host: "{user}.substack.com", path: "/*", feed: "/feed"},
	{host: "substack.com", path: "/@{user}*", feed: "https://{user}.substack.com/feed"},
	{host: "medium.com", path: "/tag/{tag}*", feed: "https://medium.com/feed/tag/{tag}"},
	{host: "{user}.medium.com", path: "/*", feed: "/feed"},
	{host: "medium.com", path: "/@{user}*", feed: "https://medium.com/feed/@{user}"},
	{host: "medium.com", path: "/{name}*", feed: "https://medium.com/feed/{name}", not: " m p search about feed me jobs membership "},
	{host: "{user}.tumblr.com", path: "/tagged/{tag}*", feed: "/tagged/{tag}/rss"},
	{host: "{user}.tumblr.com", path: "/*", feed: "/rss"},
	{host: "tumblr.com", path: "/{user}*", feed: "https://{user}.tumblr.com/rss", not: " explore dashboard login register tagged search about policy help "},
	{host: "github.com", path: "/{owner}/{repo}/releases*", feed: "/{owner}/{repo}/releases.atom", title: "Releases", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}/tags*", feed: "/{owner}/{repo}/tags.atom", title: "Tags", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}/commits/{branch}*", feed: "/{owner}/{repo}/commits/{branch}.atom", title: "Commits", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}/tree/{branch}*", feed: "/{owner}/{repo}/commits/{branch}.atom", title: "Commits", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}/wiki*", feed: "/{owner}/{repo}/wiki.atom", title: "Wiki", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}/discussions*", feed: "/{owner}/{repo}/discussions.atom", title: "Discussions", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/releases.atom", title: "Releases", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/commits.atom", title: "Commits", not: reserved},
	{host: "github.com", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/tags.atom", title: "Tags", not: reserved},
	{host: "github.com", path: "/{owner}", feed: "/{owner}.atom", title: "Activity", not: reserved},
	{host: "gist.github.com", path: "/{owner}", feed: "/{owner}.atom"},
	{host: "stackoverflow.com", path: "/questions/tagged/{tag}*", feed: "/feeds/tag/{tag}"},
	{host: "stackoverflow.com", path: "/questions/{id}/*", feed: "/feeds/question/{id}"},
	{host: "stackoverflow.com", path: "/users/{id}*", feed: "/feeds/user/{id}"},
	{host: "stackoverflow.com", path: "/*", feed: "/feeds"},
	{host: "{site}.stackexchange.com", path: "/questions/tagged/{tag}*", feed: "/feeds/tag/{tag}"},
	{host: "{site}.stackexchange.com", path: "/questions/{id}/*", feed: "/feeds/question/{id}"},
	{host: "{site}.stackexchange.com", path: "/users/{id}*", feed: "/feeds/user/{id}"},
	{host: "{site}.stackexchange.com", path: "/*", feed: "/feeds"},
	{host: "news.ycombinator.com", path: "/*", feed: "https://news.ycombinator.com/rss"},
	{host: "lobste.rs", path: "/t/{tag}*", feed: "/t/{tag}.rss"},
	{host: "lobste.rs", path: "/*", feed: "/rss"},
	{host: "arxiv.org", path: "/list/{subject}*", feed: "https://rss.arxiv.org/rss/{subject}"},
	{host: "pypi.org", path: "/project/{name}*", feed: "https://pypi.org/rss/project/{name}/releases.xml", title: "Releases"},
	{host: "crates.io", path: "/crates/{name}*", feed: "https://static.crates.io/rss/crates/{name}.xml", title: "Releases"},
	{host: "codeberg.org", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/releases.rss", title: "Releases"},
	{host: "codeberg.org", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}.rss", title: "Activity"},
	{host: "codeberg.org", path: "/{owner}", feed: "/{owner}.rss"},
	{host: "git.sr.ht", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/log/rss.xml"},
	{host: "vimeo.com", path: "/channels/{name}*", feed: "https://vimeo.com/channels/{name}/videos/rss"},
	{host: "vimeo.com", path: "/groups/{name}*", feed: "https://vimeo.com/groups/{name}/videos/rss"},
	{host: "vimeo.com", path: "/{user}*", feed: "https://vimeo.com/{user}/videos/rss", not: " channels groups categories features upgrade watch log_in join search ondemand blog "},
	{host: "dailymotion.com", path: "/playlist/{id}*", feed: "https://www.dailymotion.com/rss/playlist/{id}"},
	{host: "dailymotion.com", path: "/user/{user}*", feed: "https://www.dailymotion.com/rss/user/{user}"},
	{host: "dailymotion.com", path: "/{user}", feed: "https://www.dailymotion.com/rss/user/{user}", not: " video signin search "},
	{host: "odysee.com", path: "/@{channel}*", feed: "https://odysee.com/$/rss/@{channel}"},
	{host: "flickr.com", path: "/photos/{user}*", feed: "https://www.flickr.com/services/feeds/photos_public.gne?id={nsid}&format=atom"},
	{host: "flickr.com", path: "/groups/{group}*", feed: "https://www.flickr.com/services/feeds/groups_pool.gne?id={nsid}&format=atom"},
	{host: "pinterest.com", path: "/{user}/{board}", feed: "https://www.pinterest.com/{user}/{board}.rss", not: " pin search ideas explore today "},
	{host: "pinterest.com", path: "/{user}", feed: "https://www.pinterest.com/{user}/feed.rss", not: " search ideas explore today login "},
	{host: "soundcloud.com", path: "/{user}*", feed: "https://feeds.soundcloud.com/users/soundcloud:users:{sounduser}/sounds.rss"},
	{host: "{name}.libsyn.com", path: "/*", feed: "/rss"},
	{host: "spreaker.com", path: "/show/{id}*", feed: "https://www.spreaker.com/show/{podcast}/episodes/feed"},
	{host: "buzzsprout.com", path: "/{id}*", feed: "https://feeds.buzzsprout.com/{id}.rss"},
	{host: "{name}.podbean.com", path: "/*", feed: "https://feed.podbean.com/{name}/feed.xml"},
	{host: "{name}.livejournal.com", path: "/*", feed: "/data/rss"},
	{host: "{name}.dreamwidth.org", path: "/*", feed: "/data/rss"},
	{host: "{name}.blogspot.com", path: "/*", feed: "/feeds/posts/default"},
	{host: "{name}.wordpress.com", path: "/*", feed: "/feed/"},
	{host: "{name}.hatenablog.com", path: "/*", feed: "/feed"},
	{host: "{name}.hashnode.dev", path: "/*", feed: "/rss.xml"},
	{host: "{name}.bearblog.dev", path: "/*", feed: "/feed/"},
	{host: "{name}.tistory.com", path: "/*", feed: "/rss"},
	{host: "blog.naver.com", path: "/{user}*", feed: "https://rss.blog.naver.com/{user}.xml"},
	{host: "ameblo.jp", path: "/{user}*", feed: "https://rssblog.ameblo.jp/{user}/rss20.xml"},
	{host: "note.com", path: "/{user}*", feed: "https://note.com/{user}/rss", not: " hashtag search topic "},
	{host: "buttondown.com", path: "/{user}*", feed: "https://buttondown.com/{user}/rss", not: " features pricing login register "},
	{host: "dev.to", path: "/t/{tag}*", feed: "https://dev.to/feed/tag/{tag}"},
	{host: "dev.to", path: "/{user}*", feed: "https://dev.to/feed/{user}", not: " search about enter tags "},
	{host: "dev.to", path: "/", feed: "https://dev.to/feed"},
	{host: "letterboxd.com", path: "/{user}*", feed: "https://letterboxd.com/{user}/rss/", not: " film films list lists journal members search "},
	{host: "behance.net", path: "/{user}", feed: "https://www.behance.net/feeds/user?username={user}", not: " search galleries joblist live "},
	{host: "store.steampowered.com", path: "/app/{id}*", feed: "https://store.steampowered.com/feeds/news/app/{id}/"},
	{host: "store.steampowered.com", path: "/news/app/{id}*", feed: "https://store.steampowered.com/feeds/news/app/{id}/"},
	{host: "news.google.com", path: "/search?q={q}", feed: "https://news.google.com/rss{path}?{query}"},
	{host: "news.google.com", path: "/topics/{id}*", feed: "https://news.google.com/rss/topics/{id}"},
	{host: "news.google.com", path: "/publications/{id}*", feed: "https://news.google.com/rss/publications/{id}"},
	{host: "news.google.com", path: "/", feed: "https://news.google.com/rss"},
	{host: "archive.org", path: "/details/{name}", feed: "https://archive.org/services/collection-rss.php?collection={name}"},

	{engine: "mastodon", path: "/@{user}*", feed: "/@{user}.rss"},
	{engine: "mastodon", path: "/users/{user}*", feed: "/users/{user}.rss"},
	{engine: "mastodon", path: "/web/@{user}*", feed: "/@{user}.rss"},
	{engine: "mastodon", path: "/tags/{tag}*", feed: "/tags/{tag}.rss"},
	{engine: "pleroma", path: "/users/{user}*", feed: "/users/{user}.rss"},
	{engine: "pleroma", path: "/@{user}*", feed: "/users/{user}.rss"},
	{engine: "pixelfed", path: "/{user}", feed: "/users/{user}.atom"},
	{engine: "misskey", path: "/@{user}*", feed: "/@{user}.atom"},
	{engine: "peertube", path: "/c/{channel}*", feed: "/feeds/videos.xml?videoChannelName={channel}"},
	{engine: "peertube", path: "/a/{account}*", feed: "/feeds/videos.xml?accountName={account}"},
	{engine: "peertube", path: "/*", feed: "/feeds/videos.xml?sort=-publishedAt"},
	{engine: "lemmy", path: "/c/{name}*", feed: "/feeds/c/{name}.xml?sort=New"},
	{engine: "lemmy", path: "/u/{name}*", feed: "/feeds/u/{name}.xml?sort=New"},
	{engine: "lemmy", path: "/*", feed: "/feeds/local.xml?sort=New"},
	{engine: "gitlab", path: "/{group}/{project}/-/releases*", feed: "/{group}/{project}/-/releases.atom", title: "Releases"},
	{engine: "gitlab", path: "/{group}/{project}/-/tags*", feed: "/{group}/{project}/-/tags?format=atom", title: "Tags"},
	{engine: "gitlab", path: "/{group}/{project}/-/commits/{branch}*", feed: "/{group}/{project}/-/commits/{branch}?format=atom", title: "Commits"},
	{engine: "gitlab", path: "/{group}/{project}*", feed: "/{group}/{project}/-/tags?format=atom", title: "Tags", not: " explore help users search "},
	{engine: "gitlab", path: "/{group}/{project}*", feed: "/{group}/{project}.atom", title: "Activity", not: " explore help users search "},
	{engine: "gitlab", path: "/{user}", feed: "/{user}.atom", title: "Activity", not: " explore help search "},
	{engine: "gitea", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}/releases.rss", title: "Releases", not: " explore user "},
	{engine: "gitea", path: "/{owner}/{repo}*", feed: "/{owner}/{repo}.rss", title: "Activity", not: " explore user "},
	{engine: "gitea", path: "/{owner}", feed: "/{owner}.rss", title: "Activity", not: " explore user "},
	{engine: "discourse", path: "/t/{slug}/{id}*", feed: "/t/{slug}/{id}.rss"},
	{engine: "discourse", path: "/c/*", feed: "{path}.rss"},
	{engine: "discourse", path: "/tag/{tag}*", feed: "/tag/{tag}.rss"},
	{engine: "discourse", path: "/u/{user}*", feed: "/u/{user}/activity/topics.rss"},
	{engine: "discourse", path: "/*", feed: "/latest.rss"},
	{engine: "shopify", path: "/blogs/{blog}*", feed: "/blogs/{blog}.atom"},
	{engine: "shopify", path: "/collections/{name}*", feed: "/collections/{name}.atom", title: "Products"},
	{engine: "mediawiki", path: "/*", feed: "{script}/index.php?title=Special:RecentChanges&feed=atom", title: "Recent changes"},
}

// reserved are words in GitHub's addresses that are nobody's name.
const reserved = " features topics search login join about settings marketplace explore orgs sponsors pricing enterprise collections trending events security customer-stories readme site contact apps notifications "

// facts are what a page tells besides its address.
var facts = map[string][]*text.Pattern{
	"channel": {
		text.Lazy(`"externalId":"(UC[\w-]{22})"`),
		text.Lazy(`itemprop="(?:channelId|identifier)" content="(UC[\w-]{22})"`),
		text.Lazy(`rel="canonical" href="https://www\.youtube\.com/channel/(UC[\w-]{22})"`),
		text.Lazy(`"(?:externalChannelId|channelId|browseId)":"(UC[\w-]{22})"`),
		text.Lazy(`/channel/(UC[\w-]{22})`),
	},
	"nsid":      {text.Lazy(`"nsid":"(\d{4,12}@N\d\d)"`), text.Lazy(`(\d{4,12}@N\d\d)`)},
	"sounduser": {text.Lazy(`soundcloud:(?://)?users:(\d{1,12})`)},
	"podcast":   {text.Lazy(`"show_id":\s*"?(\d{3,12})`), text.Lazy(`/show/[\w-]*?-*(\d{5,12})\b`)},
	"script":    {text.Lazy(`"wgScriptPath":\s*"([^"]{0,40})"`)},
}

// platforms adds what the address tells when it belongs to a known platform.
func (d *discoverer) platforms(page []byte) {
	taken := ""
	for i, p := range platforms {
		if p.host == "" && (d.maker == nil || d.maker.name != p.engine) || taken != "" && taken != p.host+p.engine+p.path {
			continue
		}
		values, ok := p.match(d.home)
		if !ok {
			continue
		}
		address := fill(p.feed, values, page)
		if address == "" {
			continue
		}
		taken = p.host + p.engine + p.path // further feeds of the same kind of page may follow
		name := p.host
		if p.engine != "" {
			name = d.maker.title
		}
		if strings.HasPrefix(address, "/") {
			address = d.home.Scheme + "://" + d.home.Host + address
		}
		d.add(Candidate{
			URL: address, Title: p.title, Type: platformType(address), score: inAddress - i%8, Guess: true,
			Why: "worked out from the address, as " + strings.TrimPrefix(name[strings.IndexByte(name, '}')+1:], ".") + " keeps its feeds; not looked at",
		})
	}
}

func platformType(address string) string {
	switch {
	case strings.HasPrefix(address, "https://www.youtube.com/"), strings.HasPrefix(address, "https://www.reddit.com/"), strings.Contains(address, "format=atom"), strings.Contains(address, "/feeds/posts/default"):
		return atomType
	case strings.HasSuffix(address, "/feed"), strings.HasSuffix(address, "/feed/"), strings.HasSuffix(address, "/rss/"), strings.Contains(address, "/rss/"), strings.Contains(address, "/feed/"):
		return rssType
	}
	return ""
}

// match takes the names' values from an address.
func (p platform) match(u *url.URL) (map[string]string, bool) {
	values := map[string]string{"path": strings.TrimSuffix(u.EscapedPath(), "/"), "query": u.RawQuery}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch name, rest, labelled := strings.Cut(strings.TrimPrefix(p.host, "{"), "}"); {
	case p.host == "":
	case labelled:
		label, found := strings.CutSuffix(host, rest)
		if !found || label == "" || strings.Contains(label, ".") {
			return nil, false
		}
		values[name] = label
	case host != p.host && (strings.Count(p.host, ".") > 1 || !strings.HasSuffix(host, "."+p.host) || labelledPlatform(p.host)):
		return nil, false
	}
	pattern, query, asks := strings.Cut(p.path, "?")
	if asks {
		key, name, _ := strings.Cut(query, "={")
		value := u.Query().Get(key)
		if value == "" {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = url.QueryEscape(value)
	}
	return values, p.matchPath(pattern, u.EscapedPath(), values)
}

// labelledPlatform reports whether the subdomains of a host are people's own places, with rules of their own.
func labelledPlatform(host string) bool {
	return slices.Contains([]string{"medium.com", "tumblr.com", "substack.com", "github.com"}, host)
}

func (p platform) matchPath(pattern, place string, values map[string]string) bool {
	pattern, open := strings.CutSuffix(pattern, "*")
	want := strings.FieldsFunc(pattern, isSlash)
	have := strings.FieldsFunc(place, isSlash)
	if len(have) < len(want) || (len(have) > len(want) && !open) {
		return false
	}
	for i, segment := range want {
		before, name, named := strings.Cut(segment, "{")
		if !named {
			if !strings.EqualFold(segment, have[i]) {
				return false
			}
			continue
		}
		value, found := strings.CutPrefix(have[i], before)
		if !found || value == "" || (i == 0 && strings.Contains(p.not, " "+strings.ToLower(value)+" ")) {
			return false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	return true
}

func isSlash(r rune) bool { return r == '/' }

// fill puts values and facts of the page in place of names; "" when one is unknown.
func fill(template string, values map[string]string, page []byte) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		value, known := values[name]
		for _, fact := range facts[name] {
			if match := fact.FindSubmatch(page); match != nil && !known {
				value, known = string(match[1]), true
			}
		}
		if !known {
			return ""
		}
		b.WriteString(value)
		template = after
	}
}
