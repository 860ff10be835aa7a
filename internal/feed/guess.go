package feed

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// engine is a program that makes sites, how its pages are known, and where it keeps their feeds: "/x" at the root of
// the site, "./x" beside the page, best first.
type engine struct {
	name, title string
	generators  []string // beginnings of what its pages say in <meta name="generator">, lower case
	marks       []string // pieces of its pages, any of which will do
	places      []string
}

// engines, those first whose marks may stand in pages of none of the others.
var engines = []engine{
	{"wordpress", "WordPress", []string{"wordpress", "woocommerce", "elementor", "divi", "powered by wpbakery", "site kit"}, []string{"/wp-content/", "/wp-includes/", `rel="https://api.w.org/"`}, []string{"/feed/", "/?feed=rss2", "/blog/feed/"}},
	{"substack", "Substack", nil, []string{"https://substackcdn.com/"}, []string{"/feed"}},
	{"medium", "Medium", nil, []string{`content="com.medium.reader"`}, []string{"/feed"}},
	{"ghost", "Ghost", []string{"ghost"}, nil, []string{"/rss/"}},
	{"blogger", "Blogger", []string{"blogger"}, nil, []string{"/feeds/posts/default", "/feeds/posts/default?alt=rss"}},
	{"tumblr", "Tumblr", nil, []string{`content="tumblr"`, "assets.tumblr.com"}, []string{"/rss"}},
	{"squarespace", "Squarespace", []string{"squarespace"}, []string{"<!-- This is Squarespace. -->", "static1.squarespace.com"}, []string{".?format=rss", "/blog?format=rss", "/news?format=rss", "/?format=rss"}},
	{"wix", "Wix", []string{"wix.com"}, []string{"static.wixstatic.com"}, []string{"/blog-feed.xml", "/feed.xml"}},
	{"webflow", "Webflow", []string{"webflow"}, []string{"data-wf-site"}, []string{"/blog/rss.xml", "/news/rss.xml", "/rss.xml"}},
	{"weebly", "Weebly", nil, []string{"editmysite.com"}, []string{"/1/feed", "/blog/feed", "/feed"}},
	{"drupal", "Drupal", []string{"drupal"}, []string{`data-drupal-selector`, "/sites/default/files/"}, []string{"/rss.xml", "./feed", "/feed", "/rss"}},
	{"joomla", "Joomla", []string{"joomla"}, nil, []string{".?format=feed&type=rss", "/?format=feed&type=rss", "/index.php?format=feed&type=rss"}},
	{"typo3", "TYPO3", []string{"typo3"}, []string{"/typo3temp/", "/typo3conf/"}, []string{"/rss.xml", "/feed.xml", "/?type=100", "/rss", "/aktuelles/rss.xml"}},
	{"hugo", "Hugo", []string{"hugo"}, nil, []string{"/index.xml", "./index.xml", "/posts/index.xml", "/blog/index.xml", "/atom.xml"}},
	{"jekyll", "Jekyll", []string{"jekyll"}, nil, []string{"/feed.xml", "/atom.xml", "/rss.xml"}},
	{"hexo", "Hexo", []string{"hexo"}, nil, []string{"/atom.xml", "/rss2.xml", "/feed.xml"}},
	{"gatsby", "Gatsby", []string{"gatsby"}, []string{`id="___gatsby"`}, []string{"/rss.xml", "/feed.xml", "/blog/rss.xml"}},
	{"astro", "Astro", []string{"astro"}, nil, []string{"/rss.xml", "/feed.xml", "/blog/rss.xml"}},
	{"eleventy", "Eleventy", []string{"eleventy"}, nil, []string{"/feed/feed.xml", "/feed.xml", "/feed.json", "/rss.xml"}},
	{"pelican", "Pelican", []string{"pelican"}, nil, []string{"/feeds/all.atom.xml", "/feeds/all.rss.xml", "/atom.xml"}},
	{"nikola", "Nikola", []string{"nikola"}, nil, []string{"/rss.xml", "/atom.xml"}},
	{"zola", "Zola", []string{"zola"}, nil, []string{"/atom.xml", "/rss.xml", "/feed.xml"}},
	{"docusaurus", "Docusaurus", []string{"docusaurus"}, nil, []string{"/blog/rss.xml", "/blog/atom.xml", "/rss.xml"}},
	{"vitepress", "VitePress", []string{"vitepress", "vuepress"}, nil, []string{"/feed.rss", "/feed.xml", "/rss.xml"}},
	{"movabletype", "Movable Type", []string{"movable type", "typepad", "http://www.typepad.com"}, nil, []string{"/atom.xml", "/index.xml", "/rss.xml", "./atom.xml"}},
	{"spip", "SPIP", []string{"spip"}, nil, []string{"/spip.php?page=backend", "/?page=backend"}},
	{"plone", "Plone", []string{"plone"}, nil, []string{"./RSS", "/RSS", "/news/RSS"}},
	{"contao", "Contao", []string{"contao"}, nil, []string{"/share/news.xml", "/share/rss.xml"}},
	{"dotclear", "Dotclear", []string{"dotclear"}, nil, []string{"/feed/atom", "/feed/rss2"}},
	{"dokuwiki", "DokuWiki", []string{"dokuwiki"}, nil, []string{"/feed.php"}},
	{"mediawiki", "MediaWiki", []string{"mediawiki"}, nil, []string{"/w/index.php?title=Special:RecentChanges&feed=atom", "/index.php?title=Special:RecentChanges&feed=atom"}},
	{"discourse", "Discourse", []string{"discourse"}, nil, []string{"/latest.rss", "/posts.rss"}},
	{"phpbb", "phpBB", nil, []string{`id="phpbb"`, "phpBB Limited"}, []string{"/feed.php", "/app.php/feed", "/feed"}},
	{"vbulletin", "vBulletin", []string{"vbulletin"}, nil, []string{"/external.php?type=RSS2", "/external?type=rss2"}},
	{"xenforo", "XenForo", nil, []string{`id="XF"`, `id="XenForo"`}, []string{"./index.rss", "/forums/-/index.rss"}},
	{"flarum", "Flarum", nil, []string{`id="flarum-loading"`}, []string{"/atom", "/rss"}},
	{"nodebb", "NodeBB", nil, []string{"NodeBB"}, []string{"/recent.rss", "/topics.rss"}},
	{"mybb", "MyBB", nil, []string{"MyBB Group"}, []string{"/syndication.php"}},
	{"redmine", "Redmine", nil, []string{`content="Redmine"`}, []string{"/news.atom", "/activity.atom"}},
	{"shopify", "Shopify", nil, []string{"cdn.shopify.com"}, []string{"/blogs/news.atom"}},
	{"writefreely", "WriteFreely", []string{"writefreely", "write.as"}, nil, []string{"/feed/", "./feed/"}},
	{"microblog", "Micro.blog", []string{"micro.blog"}, nil, []string{"/feed.xml", "/feed.json"}},
	{"mastodon", "Mastodon", []string{"mastodon"}, []string{`id="mastodon"`, `id='mastodon'`}, nil},
	{"pleroma", "Pleroma", []string{"pleroma", "akkoma"}, []string{"Pleroma"}, nil},
	{"pixelfed", "Pixelfed", nil, []string{`content="pixelfed"`, "Powered by Pixelfed"}, nil},
	{"misskey", "Misskey", []string{"misskey"}, []string{`name="application-name" content="Misskey"`}, nil},
	{"peertube", "PeerTube", []string{"peertube"}, []string{`property="og:platform" content="PeerTube"`}, nil},
	{"lemmy", "Lemmy", nil, []string{`"lemmy-ui`, "join-lemmy.org"}, nil},
	{"gitlab", "GitLab", nil, []string{`content="GitLab"`, `content='GitLab'`}, nil},
	{"gitea", "Gitea and Forgejo", nil, []string{"gitea", "Forgejo"}, nil},
	{"hatena", "Hatena", []string{"hatena"}, nil, []string{"/feed", "/rss"}},
}

// engine knows the program that made the page; nil when it does not.
func (d *discoverer) engine(page []byte) *engine {
	generator := d.generator()
	for i, e := range engines {
		for _, name := range e.generators {
			if strings.HasPrefix(generator, name) {
				return &engines[i]
			}
		}
	}
	for i, e := range engines {
		if slices.ContainsFunc(e.marks, func(mark string) bool { return bytes.Contains(page, []byte(mark)) }) {
			return &engines[i]
		}
	}
	return nil
}

func (d *discoverer) generator() string {
	if d.root == nil {
		return ""
	}
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "meta" && strings.EqualFold(attribute(n, "name"), "generator") {
			return strings.ToLower(strings.TrimSpace(attribute(n, "content")))
		}
	}
	return ""
}

// usualPlaces are where sites of any make keep their feed, the likeliest first.
var usualPlaces = []string{"/feed/", "/rss.xml", "/rss", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/feeds/posts/default", "/rss/feed.xml", "/news/rss.xml"}

// guess offers the places where such sites usually keep their feed.
func (d *discoverer) guess() {
	if d.home.Host == "" {
		return
	}
	score := inEngine
	if e := d.maker; e != nil {
		if e.name == "wordpress" && (archivePath(d.home.Path+"/") || d.home.Query().Has("cat") || d.home.Query().Has("tag")) {
			d.guessAt("./feed/", "where "+e.title+" keeps the feed of such a page; not looked at", score+1)
		}
		if e.name == "ghost" && archivePath(d.home.Path+"/") {
			d.guessAt("./rss/", "where "+e.title+" keeps the feed of such a page; not looked at", score+1)
		}
		for _, place := range e.places {
			d.guessAt(place, "where "+e.title+" keeps its feed; not looked at", score)
			score--
		}
	}
	for i, place := range usualPlaces {
		d.guessAt(place, "a usual place; not looked at", usualPlace-i)
	}
	if section, _, deeper := strings.Cut(strings.Trim(d.home.Path, "/"), "/"); section != "" && !deeper && path.Ext(section) == "" {
		d.guessAt("./feed/", "a usual place beside the page; not looked at", usualPlace-3)
		d.guessAt("./rss.xml", "a usual place beside the page; not looked at", usualPlace-4)
	}
}

// guessAt adds one place: "/x" at the root, "./x" within the page's own path, ".?x" at the page with a query.
func (d *discoverer) guessAt(place, why string, score int) {
	origin := d.home.Scheme + "://" + d.home.Host
	here := strings.TrimSuffix(d.home.EscapedPath(), "/")
	switch {
	case strings.HasPrefix(place, ".?"):
		place = firstOf(here, "/") + place[1:]
	case strings.HasPrefix(place, "./"):
		place = here + place[1:]
	}
	kind := typeOfAddress(parseAddress(place))
	if kind == "" && (strings.HasSuffix(place, "/feed/") || strings.HasSuffix(place, "/rss/")) {
		kind = rssType
	}
	d.add(Candidate{URL: origin + place, Type: kind, Why: why, Guess: true, score: score})
}
