package feed

import (
	"net/mail"
	"slices"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/text"

	"golang.org/x/net/html"
	tag "golang.org/x/net/html/atom"
)

// What letters say about themselves and the subscription, in the languages that most of them are in.
var (
	viewOnline  = text.Lazy(`(view|read|open|see|having trouble viewing).{0,40}(in|on|as|this).{0,20}(browser|online|web\b|website|web ?page|email)|(view|read) (it )?online|read in app|web version|im browser|(online|web)[- ]?(ansicht|version|fassung)|(darstellung|ansicht).{0,40}browser|dans (votre|un|le) navigateur|version (en ligne|web)|voir en ligne|en (el|su|tu) navegador|versi[oó]n (web|en l[ií]nea|online)|nel (tuo )?browser|versione (web|online)|no (seu )?navegador|vers[ãa]o (web|online)|in (je|uw|de) browser|online bekijken|w przeglądarce|в браузере|веб-версия|ブラウザで|在浏览器`)
	unsubscribe = text.Lazy(`unsubscrib|opt[- ]?out|(manage|update|edit|change|email) (your |my )?(e-?mail |newsletter |subscription )*(preferences|settings|subscriptions?|profile)|abbestell|abmelden|austragen|newsletter.{0,20}verwalten|désabonn|désinscri|se désinscrire|gérer (vos|mes) (préférences|abonnements)|cancelar.{0,20}(suscripci|inscri|assinatura)|darse? de baja|anular.{0,20}suscripci|disiscri|annulla.{0,15}iscrizione|cancella.{0,15}iscrizione|descadastr|uitschrijv|afmelden|wypisz|rezygnuj|отписаться|отказаться от|退订|配信停止|إلغاء الاشتراك`)
	yourMail    = text.Lazy(`(you('re| are)|you have been) (receiv|getting|subscribed)|you received this|(this|the) (e-?mail|message|newsletter) (was|is|has been) (sent|intended|delivered)|(was|were) sent to|(has|have) been sent to|sent to you|because you (signed|subscribed|opted|are|have)|add (us|.{0,40}) to your (address book|contacts)|forward(ed)? (this|to a friend|.{0,30}(e-?mail|newsletter))|(was|been) forwarded (this|to you)|did someone forward|sie erhalten (diese|den)|du erhältst|diese (e-?mail|nachricht) (wurde|ging|ist)|vous recevez (ce|cet|cette)|(cet|ce) (e-?mail|message|courriel) (a été|vous)|(recibes|recibe|has recibido) este|este (correo|mensaje|e-?mail).{0,20}(enviado|destinad)|ricevi questa|hai ricevuto questa|(você )?(está recebendo|recebeu) (este|esta)|je ontvangt (deze|dit)|u ontvangt (deze|dit)|вы получили это|получаете это`)
	ownLink     = text.Lazy(`(?i)unsub|optout|opt-out|/preferences|manage_?subscription|subscription_?cent|update-?profile|update_profile|/profile\?|abmeld|abbestell|desabo|désabo|desinscri|darse-?de-?baja|/action=disable|disable_email|email[-_]settings|email-preferences|list-unsubscribe|forward-to-friend|/about/\?v`)
	greeting    = text.Lazy(`(?i)^(hi|hello|hey|dear|good (morning|afternoon|evening|day)|welcome|thanks|thank you|hallo|liebe[rs]?|guten (morgen|tag|abend)|moin|servus|sehr geehrte[rs]?|bonjour|bonsoir|ch[eè]re?|salut|hola|buenos d[ií]as|querid[oa]|estimad[oa]|ciao|car[oa]|gentile|buongiorno|ol[áa]|prezad[oa]|beste|goedemorgen|cześć|drog[ai]|здравствуйте|дорог|привет)`)
)

// remark is what a text is about, besides the news.
type remark struct{ online, subscription, mail bool }

// stems are what the texts above have in them, at least one; they are looked for first, which is a hundred times faster.
var stems = [3][]string{
	{"browser", "online", "web", "email", "e-mail", "in app", "ansicht", "fassung", "navigat", "navegad", "ligne", "línea", "linea", "przegl", "браузер", "веб", "ブラウザ", "浏览器"},
	{"unsubscrib", "opt", "prefer", "setting", "subscription", "profile", "bestell", "abmeld", "austrag", "verwalten", "abonn", "inscri", "suscri", "assinatura", "baja", "iscrizion", "disiscri", "cadastr", "uitschrijv", "afmeld", "wypisz", "rezygn", "отпис", "отказ", "退订", "配信停止", "الاشتراك"},
	{"you", "sent to", "this", "the e", "the m", "the n", "because", "address book", "contacts", "forward", "erh", "diese", "recevez", "a été", "vous", "recib", "este", "ricev", "recebe", "ontvangt", "получ"},
}

const maxRemarks = 5_000 // texts of a letter whose meaning is kept in mind

var abouts = [...]*text.Pattern{viewOnline, unsubscribe, yourMail}

// remarks tells what a text is about. Blocks within blocks have the same text again and again.
func (c *cleaner) remarks(text string) remark {
	if r, known := c.known[text]; known {
		return r
	}
	small := strings.ToLower(text)
	var is [3]bool
	for i, about := range abouts {
		is[i] = slices.ContainsFunc(stems[i], func(stem string) bool { return strings.Contains(small, stem) }) && about.MatchString(small)
	}
	r := remark{is[0], is[1], is[2]}
	if len(c.known) < maxRemarks {
		c.known[text] = r
	}
	return r
}

const (
	maxFurniture = 450 // bytes of a block about the subscription
	maxGreeting  = 80
)

// isFurniture reports whether a block is about the letter and not of it.
func (c *cleaner) isFurniture(n *html.Node) bool {
	text := boundedText(n, 2*maxFurniture)
	if len(text) <= maxGreeting && c.greets(text) {
		return true
	}
	if text == "" || len(text) > maxFurniture {
		return false
	}
	r := c.remarks(text)
	return r.online && len(text) < 200 && hasLink(n) || r.subscription && (len(text) < 200 || hasLink(n)) || r.mail || c.mailbox != nil && len(text) < 200 && c.mailbox.MatchString(text) && len(c.redact(text)) < 16
}

// greets reports whether a line greets a reader by name.
func (c *cleaner) greets(text string) bool {
	if !greeting.MatchString(text) {
		return false
	}
	lower := strings.ToLower(text)
	for _, name := range c.names {
		for _, word := range strings.Fields(name) {
			if len(word) > 1 && strings.Contains(lower, strings.Trim(word, ".,")) {
				return true
			}
		}
	}
	return false
}

// isFurnitureLink reports whether a link serves the subscription. A link to the letter's public copy is noted.
func (c *cleaner) isFurnitureLink(n *html.Node, ref string) bool {
	text := boundedText(n, 200)
	r := remark{}
	if len(text) < 80 {
		r = c.remarks(text)
	}
	if r.online {
		if c.online == "" {
			c.online = ref
		}
		return true
	}
	return r.subscription || ownLink.MatchString(ref) || strings.HasPrefix(lower(ref), "mailto:") && c.betrays(ref)
}

// noteOnline looks for the link to the letter's public copy in a block that goes.
func (c *cleaner) noteOnline(n *html.Node) {
	if c.online != "" || !c.remarks(boundedText(n, 2*maxFurniture)).online {
		return
	}
	for d := range n.Descendants() {
		if ref := attribute(d, "href"); d.DataAtom == tag.A && ref != "" && !ownLink.MatchString(ref) && !c.remarks(boundedText(d, 100)).subscription {
			c.online = ref
			return
		}
	}
}

func hasLink(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == tag.A || d.Type == html.TextNode && strings.Contains(d.Data, "://") {
			return true
		}
	}
	return false
}

// boundedText is the text of a node, or a long one in its place where it is far beyond most: blocks within blocks are
// asked again and again.
func boundedText(n *html.Node, most int) string {
	var b strings.Builder
	seen := 0
	for d := range n.Descendants() {
		if seen++; seen > 1000 || b.Len() > 4*most {
			return strings.Repeat("…", most) // too much to be a remark
		}
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return markup.Fold(b.String())
}

// told is what a forwarded letter's own head says.
type told struct {
	from          mail.Address
	date, subject string
}

var (
	forwardMark = text.Lazy(`(?i)-{2,}\s*(forwarded|original) message|begin forwarded message|-{2,}\s*weitergeleitete nachricht|(anfang der )?weitergeleitete[rn]? (nachricht|e-?mail)|message (transféré|d'origine)|mensaje (reenviado|original)|messaggio (inoltrato|originale)|mensagem (encaminhada|original)|пересылаемое сообщение`)
	forwardLine = text.Lazy(`(?i)^\s*>?\s*(?:(from|von|de|da|van|от)|(date|sent|datum|gesendet|envoyé|fecha|enviado|data|дата)|(subject|betreff|objet|asunto|oggetto|assunto|onderwerp|тема)|(to|an|à|para|a|aan|кому|cc|reply-to))\s?:\s*(.*)$`)
)

// forwarded finds the head that mail programs put before a letter that somebody forwards, and takes it out with what the
// forwarder wrote above it. It is nil when there is none.
func (c *cleaner) forwarded(page *html.Node) *told {
	if !forwardMark.MatchString(firstText(page, 60)) {
		return nil
	}
	var lines []*html.Node
	marked := -1
	for d := range page.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" {
			splitLines(d)
			if strings.TrimSpace(d.Data) == "" {
				continue
			}
			lines = append(lines, d)
			if len(lines) > 60 {
				break
			}
			if marked < 0 && forwardMark.MatchString(d.Data) {
				marked = len(lines) - 1
			}
		}
	}
	if marked < 0 {
		return nil
	}
	t := &told{}
	end, label := marked, 0
	for i := marked + 1; i < len(lines) && i < marked+30; i++ {
		line := markup.Fold(lines[i].Data)
		if found := forwardLine.FindStringSubmatch(line); found != nil {
			for label = 1; found[label] == ""; label++ {
			}
			t.note(label, found[5])
		} else if label == 0 || i > end+4 || !t.continues(label, line) {
			break
		}
		end = i
	}
	if t.from.Address == "" && t.from.Name == "" {
		return nil
	}
	for _, line := range lines[:end+1] {
		line.Data = ""
	}
	return t
}

// firstText is what the first texts of a page say.
func firstText(page *html.Node, most int) string {
	var b strings.Builder
	for d := range page.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" {
			b.WriteString(d.Data[:min(len(d.Data), 4<<10)])
			b.WriteByte('\n')
			if most--; most == 0 {
				break
			}
		}
	}
	return b.String()
}

// splitLines leaves its first line in a text; the rest becomes the next one.
func splitLines(n *html.Node) {
	line, rest, found := strings.Cut(n.Data, "\n")
	if !found || n.Parent == nil {
		return
	}
	n.Data = line + "\n"
	n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: rest}, n.NextSibling)
}

func (t *told) note(label int, value string) {
	switch {
	case value == "":
	case label == 1 && t.from.Address == "":
		a := firstAddress([]string{value})
		if t.from.Name == "" {
			t.from.Name = a.Name
		}
		if strings.Contains(a.Address, "@") {
			t.from.Address = a.Address
		}
	case label == 2 && t.date == "":
		t.date = value
	case label == 3 && t.subject == "":
		t.subject, _ = subject(value)
	}
}

// continues takes a piece of a line whose label stood alone, as in HTML; false when it begins the letter.
func (t *told) continues(label int, line string) bool {
	isShort := len(line) < 200
	switch label {
	case 1:
		isPart := t.from.Address == "" || line == ">" || line == "<"
		t.note(label, line)
		return isShort && isPart
	case 2:
		isPart := t.date == ""
		t.note(label, line)
		return isShort && isPart
	case 3:
		isPart := t.subject == ""
		t.note(label, line)
		return isShort && isPart
	}
	return isShort && (strings.Contains(line, "@") || line == ">" || line == "<" || line == ",")
}
