package extract

import (
	"strings"
	"sync"
	"unicode"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file knows pages that come with "200 OK" in the place of an article: checks for robots, walls of consent, logins,
// and pages that say that there is no such page.

const (
	wallLetters    = 900  // more than a wall says, but for one of consent
	consentLetters = 4000 // more than a wall of consent says
	signedLetters  = 150  // likewise of any wall that bears the name and the date of an article
	siteWords      = 4    // of the name of a site at most
)

// stands are headlines that stand over no article.
var stands = []struct {
	what    string
	kept    bool
	letters int // the text under it has fewer
	heads   []string
}{
	{"a check for robots", true, wallLetters, []string{
		"just a moment", "one moment please", "attention required", "access denied", "access to this page has been denied", "are you a robot", "are you human",
		"robot check", "bot verification", "human verification", "verify you are human", "verifying you are human", "security check", "security verification",
		"checking your browser", "ddos protection by cloudflare", "pardon our interruption", "please verify you are a human", "request blocked", "you have been blocked",
		"sorry you have been blocked", "403 forbidden", "403", "forbidden", "error 403", "captcha", "request unsuccessful", "zugriff verweigert", "acces refuse",
		"acceso denegado", "accesso negato", "acesso negado", "доступ запрещен", "доступ ограничен", "please enable cookies", "enable javascript",
		"please enable javascript", "javascript required", "javascript is disabled", "javascript is not available", "browser not supported", "unsupported browser"}},
	{"a wall of consent", true, consentLetters, []string{
		"before you continue", "we value your privacy", "we care about your privacy", "your privacy choices", "your privacy is important to us", "privacy settings",
		"cookie consent", "cookie settings", "cookies and privacy", "manage your privacy", "datenschutzeinstellungen", "ihre privatsphare", "ihre zustimmung",
		"wir benotigen ihre zustimmung", "weiterlesen mit werbung", "nous respectons votre vie privee", "votre vie privee", "valoramos tu privacidad",
		"valoramos su privacidad", "rispettiamo la tua privacy", "la tua privacy", "wij waarderen uw privacy", "cookievoorkeuren", "consent"}},
	{"a login", true, wallLetters, []string{
		"log in", "login", "sign in", "sign in to continue", "log in to continue", "please log in", "subscribe to continue", "subscribe to read", "anmelden", "anmeldung",
		"einloggen", "se connecter", "connexion", "connectez-vous", "iniciar sesion", "accedi", "inloggen", "logga in", "log ind", "logg inn", "zaloguj sie", "войти",
		"вход", "авторизация", "ログイン", "登录", "登入", "로그인", "تسجيل الدخول"}},
	{"a page that says that there is none", false, wallLetters, []string{
		"404", "404 not found", "404 error", "error 404", "not found", "page not found", "404 page not found", "page cannot be found", "page can't be found",
		"the page could not be found", "this page could not be found", "page unavailable", "page no longer available", "content not found", "article not found",
		"story not found", "nothing found", "410 gone", "seite nicht gefunden", "die seite wurde nicht gefunden", "page introuvable", "page non trouvee",
		"pagina no encontrada", "pagina non trovata", "pagina nao encontrada", "pagina niet gevonden", "sidan hittades inte", "siden blev ikke fundet",
		"siden finnes ikke", "sivua ei loytynyt", "strona nie istnieje", "nie znaleziono strony", "stranka nenalezena", "страница не найдена", "сторiнку не знайдено",
		"sayfa bulunamadi", "ページが見つかりません", "页面不存在", "找不到页面", "페이지를 찾을 수 없습니다", "الصفحة غير موجودة"}},
}

// wallWords are what only checks for robots say, in texts of a few sentences.
var wallWords = []string{
	"enable javascript and cookies to continue", "verify you are human", "verifying you are human", "verify you are a human", "verify that you are not a robot", "unusual traffic from your",
	"checking your browser before", "don't have permission to access", "do not have permission to access", "please enable js and disable any ad blocker",
	"press & hold to confirm", "i'm not a robot", "complete the captcha", "solve the captcha", "review the security of your connection", "please turn javascript on",
	"you need to enable javascript to run this app", "please enable javascript to continue", "please enable javascript to view", "your browser does not support javascript",
}

// consentWords are how a wall of consent begins to speak, in the publisher's own person.
var consentWords = []string{
	"we and our partners", "we and our", "our partners", "wir und unsere", "unsere partner", "nous et nos", "nos partenaires", "nosotros y nuestros", "nuestros socios",
	"noi e i nostri", "nos e os nossos", "wij en onze", "onze partners", "vi och vara", "vi og vore",
}

// foldedHeads are the headlines of stands, folded, with their places there.
var foldedHeads = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for i, s := range stands {
		for _, head := range s.heads {
			all[text.Fold(head)] = i
		}
	}
	return all
})

// noArticle says when what was read as a page's only article is none: a wall, a login, a page that says that there is
// no such page. The error wraps [news.ErrForbidden] when somebody keeps us from the article, else [news.ErrInvalid].
// Of an article with author and date only the words of a very short text are held against it.
func noArticle(articles []news.Article) error {
	if len(articles) != 1 {
		return nil
	}
	a := &articles[0]
	body := a.Text()
	size := measure(body)
	signed := len(a.Authors) > 0 && !a.PublishedAt.IsZero()
	if size >= consentLetters || signed && size >= signedLetters {
		return nil
	}
	words := text.Fold(body)
	consent := strings.Contains(words, "cookie") && anyIn(words[:min(len(words), 600)], consentWords)
	if !signed {
		heads := foldedHeads()
		for _, part := range headParts(a.Headline) {
			if i, known := heads[part]; known && size < stands[i].letters && (size < wallLetters || consent) {
				return notAnArticle{stands[i].what, stands[i].kept}
			}
		}
	}
	if size < wallLetters && anyIn(words, wallWords) {
		return notAnArticle{"a check for robots", true}
	}
	if consent && strings.Count(words, "cookie")*250 >= len(words) {
		return notAnArticle{"a wall of consent", true}
	}
	return nil
}

// headParts are a headline, and what stands on either side of the sign by which sites add their names, folded and without
// signs round them. What stands beside more words than a site's name has is no part.
func headParts(headline string) []string {
	if headline == "" || len(headline) > 200 {
		return nil
	}
	folded := text.Fold(headline)
	whole := folded
	for _, sign := range []string{" | ", " - ", " – ", " — ", " · ", " » ", " • "} {
		folded = strings.ReplaceAll(folded, sign, "\x00")
	}
	parts := strings.Split(folded, "\x00")
	all := len(strings.Fields(strings.Join(parts, " ")))
	kept := []string{whole}
	for _, part := range parts {
		if all-len(strings.Fields(part)) <= siteWords {
			kept = append(kept, part)
		}
	}
	for i := range kept {
		kept[i] = strings.TrimFunc(kept[i], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	return kept
}
