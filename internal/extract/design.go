package extract

import "strings"

// design is a set of what the names of an element say that it is for.
type design uint32

const (
	forBody design = 1 << iota
	forArticle
	forContent
	forNavigation
	forSide
	forFooter
	forHeader
	forComment
	forRelated
	forTeaser
	forShare
	forOffer
	forAdvert
	forPicture
	forAuthor
	forDate
	forTags
	forSummary
	forQuote
	forNotice
	forHidden
	forEmbed
	forList
	forAside
	forTitle

	designs = iota

	// These are no design of a whole box, only what single words say for certain.
	namesCaption design = 1 << (28 + iota - designs)
	namesAuthor
	namesRelated
)

var designNames = [designs]string{
	"body", "article", "content", "navigation", "side", "footer", "header", "comment", "related", "teaser", "share", "offer",
	"advert", "picture", "author", "date", "tags", "summary", "quote", "notice", "hidden", "embed", "list", "box", "title",
}

// designWords are the words of class, id and role attributes by what they mean. Words are what stays when names are split at
// signs, digits and capitals; joined pairs are words too.
var designWords = buildDesignWords(map[design]string{
	forBody:       "articlebody storybody entrycontent postcontent articlecontent bodytext richtext prose wysiwyg articletext storycontent articlecopy bodycopy storytext posttext postbody entrybody newsbody newstext newscontent contentbody textbody singlecontent fulltext artikeltext articlewrap maintext bodycontent bodyarticle articlemain blogcontent detailtext detailcontent textcontent pagecontent",
	forArticle:    "article story entry post news artikel articulo noticia articolo artigo haber hentry single detail",
	forContent:    "content body text main copy paragraph inhalt contenu corps contenido conteudo txt primary page wrapper",
	forNavigation: "nav navigation navbar menu breadcrumb breadcrumbs toolbar pagination pager toc skip submenu sitemap search filter tab tabs links next prev previous",
	forSide:       "sidebar rail widget widgets complementary column aside sidecolumn side",
	forFooter:     "footer contentinfo copyright legal colophon foot bottom imprint",
	forHeader:     "header masthead hero top banner head",
	forComment:    "comment comments disqus respond reply replies reactions discussion kommentar kommentare commentaires commentlist",
	forRelated:    "related relatedposts recommended recommend recommendations recirc recirculation outbrain taboola trending popular mostread readmore more latest also crosslinks similar suggested ymal upnext onward",
	forTeaser:     "teaser teasers card cards carousel item items slider feed stream listing archive grid headlines tile tiles",
	forShare:      "share sharing social shares addthis sharedaddy follow sns bookmark",
	forOffer:      "newsletter newsletters subscribe subscription subscriber signup promo promotion promos cta donate donation paywall offer regwall premium register membership piano app",
	forAdvert:     "ad ads advert advertisement advertising adslot dfp sponsor sponsored sponsors affiliate anzeige werbung pub publicidad commercial advertorial banner mpu leaderboard",
	forPicture:    "caption captions figcaption credit credits photocredit imagecaption legend imagecredit image photo picture media figure gallery slideshow lightbox img thumbnail thumb bild foto slide copyrights",
	forAuthor:     "byline author authors bio aboutauthor authorbio vcard autor auteur writer contributor contributors",
	forDate:       "date time timestamp dateline published meta metadata updated datetime pubdate info infos datum fecha",
	forTags:       "tag tags taglist topics topic category categories keywords label labels section kicker eyebrow overline",
	forSummary:    "summary dek standfirst lead lede intro subtitle subhead subheadline deck excerpt description chapo abstract teasertext vorspann einleitung sommaire bajada entradilla sapo ingress preamble subheading keypoints highlights takeaways",
	forQuote:      "quote pullquote blockquote zitat citation",
	forNotice:     "modal popup cookie cookies consent gdpr overlay login notification alert disclaimer message warning toast tooltip error",
	forHidden:     "hidden sr screenreader visuallyhidden noprint invisible hide none",
	forEmbed:      "embed tweet twitter instagram video player audio tiktok youtube facebook iframe poll quiz podcast transcript oembed",
	forList:       "list menu ul directory index",
	forAside:      "box infobox factbox callout panel inset infobox faktenbox encadre sidebox module block",
	forTitle:      "title headline heading entrytitle posttitle h1 titulo titre titel headlines",
})

func buildDesignWords(classes map[design]string) map[string]design {
	all := map[string]design{}
	for class, words := range classes {
		for word := range strings.FieldsSeq(words) {
			all[word] |= class
		}
	}
	for class, words := range map[design]string{
		namesCaption: "caption captions figcaption credit credits photocredit imagecaption legend imagecredit",
		namesAuthor:  "byline author authors",
		namesRelated: "related readmore recirc crosslinks",
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] |= class
		}
	}
	return all
}

// flags are those that a name gives to what it names.
func (d design) flags() flag {
	var f flag
	if d&namesCaption != 0 {
		f |= inCaption
	}
	if d&namesAuthor != 0 {
		f |= isAuthor
	}
	if d&namesRelated != 0 {
		f |= inRelated
	}
	return f
}

// maxName bounds how much of an attribute is read, in bytes.
const maxName = 300

// designOf reads the words of a name such as "article-body__textBlock": article, body, text, block, and the joined pairs
// articlebody, bodytext, textblock.
func designOf(name string) design {
	name = name[:min(len(name), maxName)]
	var all design
	var pair [40]byte // the word before, and the word that grows
	before, end := 0, 0
	finish := func(joins bool) {
		if end > before {
			all |= designWords[string(pair[before:end])]
			if before > 0 {
				all |= designWords[string(pair[:end])]
			}
			copy(pair[:], pair[before:end])
			before = end - before
			end = before
		}
		if !joins || before > len(pair)/2 {
			before, end = 0, 0
		}
	}
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				finish(true)
			}
			c |= 0x20
			fallthrough
		case c >= 'a' && c <= 'z':
			if end < len(pair) {
				pair[end] = c
				end++
			}
		default:
			finish(c != ' ')
		}
	}
	finish(false)
	return all
}
