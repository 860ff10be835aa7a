package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

var (
	byPrefix = text.Lazy(`(?i)^\s*(?:(?:article |story |report |interview |review |analysis |opinion |essay |column |words |text )?(?:written |reported |posted |published |authored |edited |compiled |reviewed |produced |recommended )?by|words|analysis by|von|par|por|da|di|de|door|av|af|przez|autor(?:in|es|en|ka)?|author(?:s|\(s\))?|auteurs?|autore|auteure|skribent|text(?:e|o)?|testo|tekst(?:y)?|автор(?:ы)?|текст|подготовил(?:а|и)?|του|της|文|取材・文|執筆|记者|記者|责编|作者|記者|撰文|بقلم|كتب|كتبت|מאת|द्वारा|โดย|bởi|oleh|ni|yazan|haber|szerző|írta|autor článku|από)\s*(?:[:：=＝/]\s*|\s+|$)`)
	// bylineAt matches a line that names its author, with a name behind it.
	bylineAt = text.Lazy(`^(?:(?i:(?:article |story |report |interview |review |analysis |opinion |words |text )?(?:written |reported |posted |authored |compiled )?by:?)|Von|VON|Par|PAR|Por|POR|Di|DI|Door|DOOR|Av|AV|Af|AF|Autor(?:in|es|en)?:|Author:|Auteur\s?:|Autore:|Text[eo]?:|Tekst:|Автор:?|Текст:?|文＝|文=|文：|記者|记者|责编：|作者[:：]|بقلم:?|كتب:?|מאת:?)\s*(\p{Lu}|\p{Lo})`)
	nameGlue = text.Lazy(`(?i)\s*(?:,|;|\||·|•|&|/|、|，|：|\s[-–—]\s|\s(?:and|und|et|y|e|og|och|en|i|и|та|with|mit|ve|và|dan|και|for the|for|from|in|\bat\b)\s)\s*`)
	// credentials are the degrees behind a name, and what East Asian bylines put there. "Jr." is part of a name.
	credentials = text.Lazy(`(?:,?\s+(?:MD|M\.D\.|PhD|Ph\.D\.?|MS|RD|RDN|MPH|JD|MBA|CPA|CFP|DO|RN|CFA|DVM|기자|특파원|記者|记者|報導|报道))+\.?$`)
	byLine      = text.Lazy(`^(?:By|BY|Von|Par|Por|Di|Door|Av) \p{Lu}`)
)

// jobs are words that stand before or behind a name and say what its bearer does.
var jobs = nameSet(`reporter|reporters|correspondent|editor|editors|writer|writers|staff|contributor|contributors|contributing|columnist|journalist|journalists|producer|photographer|
	chief|analyst|host|senior|junior|special|deputy|managing|executive|associate|assistant|freelance|guest|senioreditor|political|foreign|editor-in-chief|redakteur|redakteurin|
	korrespondent|korrespondentin|journaliste|reporterin|muhabir|muhabiri|lead|officer|consultant|specialist|advisor|adviser|attorney|lawyer|dietitian|nutritionist|physician|therapist|coach|owner|cofounder|co-founder|strategist|marketer|manager|korrespondentin|landespolitik|presenter|anchor|author|blogger|developer|engineer|trainer|teacher|grader|researcher|fellow|city|business|sports|science|health|technology|national|dr|dr.|prof|prof.|professor|mr|mrs|ms`)

// notPeople are words that mark a byline part as something other than a person.
var notPeople = nameSet(`news|digest|herald|daily|gazette|journal|tribune|chronicle|observer|guardian|today|world|weekly|associated|press|reuters|afp|dpa|ap|pti|ians|ani|bloomberg|agency|agencies|newsroom|desk|team|redaktion|redacción|redacao|redação|redazione|
	rédaction|редакция|admin|administrator|editorial|published|updated|post|bureau|magazine|times|online|service|services|media|wire|wires|newspaper|tv|radio|
	minutes|read|authors|apa|efe|ansa|sid|agencia|agence|webdesk|video|cnn|bbc|npr|subscribe|head|director|president|company|size|name|nachrichten|
	arts|report|founder|ceo|email|comment|text|share|by|university|institute|network|digital|com|www|http|https|board|forum|collective|group|center|centre|
	foundation|association|society|department|ministry|council|committee|clinic|hospital|inc|llc|ltd|gmbh|club|project|partners|solutions|publishing|blog|results|
	anonymous|unknown|none|null|undefined|user|superuser|root|webmaster|web|desk.|mins|min|followers|views|shares|comments|contact|about|more|follow|photo|photos|
	heute|gestern|stand|uhr|the|our|your|this|for|with|is|are|was|has|on|an|to|verified|expert|experts|advertisement|sponsored|insights|wikipedia|history|edit|archive|profile|view|full|deeper|travel|guides|tips|resources|advice|woodworking|licensed|certified|policy|privacy|reviewed|reviews|last|update|save|log|sign|products|product|shopping|shop|store|deals|best|how|why|what|when|und|oder|research|released|commons|global|technologies|systems|software`)

// trust says how much a source of names is believed.
type trust uint8

const (
	strict trust = iota // any text: a person has two words or more, in capitals
	named               // a place where only authors stand: one word will do, a nickname too
)

const (
	maxAuthors  = 12
	bylineReach = 25 // leaves below the headline in which a marked byline is the article's
)

// people reads the persons named in bylines: without "By", roles, agencies, handles and the outlet's own name.
func people(bylines []string, outlets []string) []string {
	var b byline
	for _, line := range bylines {
		b.read(line, outlets, strict)
	}
	return b.people
}

// byline is what lines that name authors say.
type byline struct {
	people   []string
	agencies []string
	seen     map[string]bool
}

// read takes the people and agencies of one line.
func (b *byline) read(line string, outlets []string, how trust) {
	if len(line) > 400 || isAddress(line) {
		return
	}
	line = byPrefix.ReplaceAllString(strings.TrimSpace(line), "")
	for _, part := range nameGlue.Split(line, maxAuthors+4) {
		name := strings.TrimSpace(byPrefix.ReplaceAllString(part, ""))
		if i := strings.IndexAny(name, "(<@[（《"); i > 0 {
			if inner := strings.Trim(name[i:], "()[]（） "); wireName(inner) {
				b.agencies = addName(b.agencies, inner)
			}
			name = strings.TrimSpace(name[:i])
		}
		name = strings.Trim(name, " :–—-*\"“”《》")
		if last := name[strings.LastIndexByte(name, ' ')+1:]; !ordinals[strings.ToLower(strings.Trim(last, "."))] {
			name = strings.Trim(name, ".")
		}
		if wireName(name) {
			b.agencies = addName(b.agencies, name)
			continue
		}
		if rest, agency := wireTail(name); agency != "" {
			b.agencies = addName(b.agencies, agency)
			name = rest
		}
		b.add(withoutJob(credentials.ReplaceAllString(name, "")), outlets, how)
	}
}

func (b *byline) add(name string, outlets []string, how trust) {
	if ordinals[strings.ToLower(strings.Trim(name, "."))] { // behind a comma
		if n := len(b.people); n > 0 {
			b.people[n-1] += " " + name
		}
		return
	}
	if !person(name, how) || sameOutlet(name, outlets, how == named) || startsAsOutlet(name, outlets) || len(b.people) >= maxAuthors {
		return
	}
	name = properCase(name)
	if key := squeeze(name); !b.seen[key] {
		if b.seen == nil {
			b.seen = map[string]bool{}
		}
		b.seen[key] = true
		b.people = append(b.people, name)
	}
}

// ordinals are the parts of names that tell fathers from sons.
var ordinals = nameSet(`jr|sr|ii|iii|iv`)

// startsAsOutlet reports whether a name begins with that of the outlet: "MDR Thüringen" at mdr.de.
func startsAsOutlet(name string, outlets []string) bool {
	first, rest, found := strings.Cut(name, " ")
	if !found || rest == "" || len(first) < 3 || first != strings.ToUpper(first) {
		return false
	}
	for _, outlet := range outlets {
		if strings.EqualFold(first, outlet) {
			return true
		}
	}
	return false
}

// withoutJob drops the words for what someone does from both ends of a name: "Staff writer Jane Poe", "Jane Poe Reporter".
func withoutJob(name string) string {
	words := strings.Fields(name)
	isJob := func(s string) bool { return jobs[strings.ToLower(strings.Trim(s, ".,"))] }
	for len(words) > 2 && isJob(words[0]) {
		words = words[1:]
	}
	for len(words) > 2 && isJob(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) > 0 && (isJob(words[0]) || isJob(words[len(words)-1])) {
		return ""
	}
	return strings.Join(words, " ")
}

// person reports whether a byline part looks like a person's name.
func person(s string, how trust) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 50 || strings.ContainsAny(s, "@:/?!…|=") || how == strict && strings.ContainsAny(s, "0123456789") {
		return false
	}
	parts := strings.Fields(s)
	if len(parts) > 6 {
		return false
	}
	upper, letters := 0, 0
	for _, part := range parts {
		word := strings.ToLower(strings.Trim(part, ".,'’"))
		if notPeople[word] || strings.HasSuffix(word, ".com") || strings.HasSuffix(word, ".de") {
			return false
		}
		r, _ := utf8.DecodeRuneInString(part)
		if unicode.IsLetter(r) {
			letters++
			if !unicode.IsLower(r) {
				upper++
			}
		}
	}
	if letters == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) || first > 0x2e80 && !dense(s) {
		return false
	}
	if how == named && len(parts) == 1 {
		return utf8.RuneCountInString(s) > 2 && !jobs[strings.ToLower(s)] || first > 0x2e80
	}
	if upper*2 < letters || unicode.IsLower(first) && !particles[strings.ToLower(parts[0])] {
		return false
	}
	return len(parts) > 1 || first > 0x2e80 // one word alone is no full name, except in scripts without spaces
}

// particles begin surnames in small letters.
var particles = nameSet(`de|van|von|al|el|bin|ibn|da|di|du|del|della|dos|la|le|ter|ten|den|der|zu|zum|af|av|mac|ó|d’|o’|’t`)

// dense reports whether a text in a script without spaces may be a name: short, and no word for a desk or a house.
func dense(s string) bool {
	n := utf8.RuneCountInString(s)
	if strings.ContainsRune(s, ' ') {
		return n <= 20
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return n <= 7 && !strings.ContainsRune("号號报報社网網台部室闻聞版面字者員员", last)
}

// properCase turns a name in capitals into a name: "JANE O'HARA" becomes "Jane O'Hara".
func properCase(s string) string {
	if s != strings.ToUpper(s) || s == strings.ToLower(s) || utf8.RuneCountInString(s) < 5 {
		return s
	}
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r)
		if was {
			return r
		}
		return unicode.ToLower(r)
	}, s)
}
