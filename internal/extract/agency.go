package extract

import (
	"strings"

	"nutgraf/internal/text"
)

// wireNames are the agencies whose reports and pictures other publishers carry, in lower case without "the". Short ones
// count in capitals only, see [wireName].
var wireNames = nameSet(`associated press|ap|ap news|reuters|thomson reuters|afp|agence france-presse|agence france presse|dpa|dpa-afx|deutsche presse-agentur|
	apa|sda|keystone-sda|ats|ansa|efe|agencia efe|lusa|agência lusa|belga|anp|tt|ntb|ritzau|stt|čtk|ctk|pap|tass|тасс|itar-tass|interfax|интерфакс|риа новости|
	ria novosti|укрінформ|ukrinform|unian|унiан|anadolu|anadolu agency|anadolu ajansı|aa|dha|iha|kyodo|kyodo news|共同通信|共同|時事通信|時事|时事社|jiji|jiji press|yonhap|
	연합뉴스|뉴시스|뉴스1|xinhua|新华社|新華社|中新社|中央社|cna|pti|press trust of india|ani|ians|uni|bloomberg|bloomberg news|dow jones|dow jones newswires|
	upi|united press international|canadian press|la presse canadienne|aap|australian associated press|pa|pa media|press association|antara|bernama|irna|wafa|
	petra|kuna|spa|mena|europa press|adnkronos|askanews|agi|sid|epd|kna|dts|tanjug|hina|mti|agerpres|bta|télam|telam|notimex|andina|agência brasil|estadão conteúdo|folhapress|
	tribune news service|tribune media services|states newsroom|cnn newswire|inter press service|agencia|agencias|agencies|agences|agenturen|redazione ansa|
	nan|news agency of nigeria|sapa|gna|apo group|pr newswire|business wire|globe newswire|field level media|stacker|the conversation|kaiser health news|kff health news`)

// pictureNames are the agencies and archives that only credits name.
var pictureNames = nameSet(`getty|getty images|imago|imago images|epa|epa-efe|zuma|zuma press|zuma wire|shutterstock|istock|alamy|alamy stock photo|picture alliance|picture-alliance|
	dpa-bildfunk|pa images|pa wire|unsplash|pexels|pixabay|flickr|wikimedia|wikimedia commons|creative commons|keystone|imagn|imagn images|usa today sports|corbis|sipa|sipa usa|
	nurphoto|abaca|abacapress|afp/getty|adobe stock|dreamstime|depositphotos|freepik|handout|instagram|facebook|polaris|redux|magnum|magnum photos|laif|ullstein|ullstein bild|
	akg-images|bridgeman images|ap photo|press pool|pool|icon sportswire|csm|xinhua/eyevine|eyevine|rex|rex features|splash|backgrid|newscom|bloomberg via getty images|ddp|
	ostkreuz|agentur focus|agf|fotogramma|lapresse|la presse|scanpix|tt nyhetsbyrån|lehtikuva|vidiphoto|hollandse hoogte|cordon press|gtres|visual china group|vcg|aflo`)

func nameSet(list string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.SplitSeq(list, "|") {
		all[strings.TrimSpace(name)] = true
	}
	return all
}

// wireName reports whether a whole name is that of a wire agency: "The Associated Press", "AFP", "dpa". Names of two or
// three Latin letters must be in capitals, but for those that write themselves small.
func wireName(s string) bool {
	name := strings.TrimSuffix(strings.ToLower(strings.Trim(s, " .()[]")), ".com")
	name = strings.TrimPrefix(name, "the ")
	if !wireNames[name] {
		return false
	}
	switch name {
	case "dpa", "apa", "afp", "sda", "epd", "kna", "sid", "dts":
		return true
	}
	return len(name) > 3 || strings.Trim(s, " .()[]") == strings.ToUpper(strings.Trim(s, " .()[]"))
}

// wireTail parts a name from the agency that follows it: "Jane Poe The Associated Press", "Jane Poe AFP".
func wireTail(s string) (name, agency string) {
	words := strings.Fields(s)
	for n := min(4, len(words)-1); n >= 1; n-- {
		if tail := strings.Join(words[len(words)-n:], " "); wireName(tail) {
			return strings.TrimRight(strings.Join(words[:len(words)-n], " "), " ,-–—/"), tail
		}
	}
	return s, ""
}

// signedAt matches the agencies in a dateline, "BEIJING (AP) —", and signedOff those that end a text, "(dpa)".
var (
	signedAt  = text.Lazy(`^[^(]{2,60}\(([^()]{2,40})\)\s*(?:—|–|--|-|:)`)
	signedOff = text.Lazy(`[(（/]\s*([^()（）]{2,40})[)）]?\s*$`)
)

// signedAgencies are the agencies that sign a text, at its head or at its end.
func (d *draft) signedAgencies() []string {
	first, last := -1, -1
	for i := range d.Blocks {
		if d.Blocks[i].Role.Body() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return nil
	}
	var all []string
	if m := signedAt.FindStringSubmatch(d.Blocks[first].Text[:min(len(d.Blocks[first].Text), 120)]); m != nil && wireName(m[1]) {
		all = append(all, m[1])
	}
	if s := d.Blocks[last].Text; len(s) < 60 || strings.ContainsAny(s[len(s)-2:], ")）") {
		if m := signedOff.FindStringSubmatch(s[max(0, len(s)-60):]); m != nil {
			for part := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return r == '/' || r == ',' || r == ';' }) {
				if wireName(part) {
					all = append(all, strings.TrimSpace(part))
				}
			}
		}
	}
	return all
}

// creditParts parts the credit of a picture into the people who took it and the agencies that give it, these joined by ", ":
// "Ann Poe | AFP | Getty Images", "Keystone/The White House via AP/Adam Schultz", "Urs Poe (Keystone)".
func creditParts(credit string) (photographer, agency string) {
	credit = creditLabel.ReplaceAllString(strings.Trim(credit, " .()[]©"), "")
	var people, agents []string
	for part := range strings.FieldsFuncSeq(creditGlue.Replace(credit), func(r rune) bool { return strings.ContainsRune("|/,;()[]•·", r) }) {
		part = strings.Trim(part, " .-–—©")
		part = creditLabel.ReplaceAllString(part, "")
		name, tail := wireTail(part)
		switch key := strings.ToLower(part); {
		case part == "":
		case wireName(part), pictureNames[key], pictureNames[strings.TrimSuffix(key, ".com")], strings.HasPrefix(key, "dpa"), anyIn(" "+key+" ", houseWords):
			agents = addName(agents, part)
		case tail != "" && person(name, strict):
			people, agents = addName(people, name), addName(agents, tail)
		case person(part, strict):
			people = addName(people, properCase(part))
		case len(part) > 2 && len(part) < 60:
			agents = addName(agents, part)
		}
	}
	return strings.Join(people, ", "), strings.Join(agents, ", ")
}

// houseWords are in the names of houses that give pictures.
var houseWords = []string{" pictures ", " images ", " photos ", " photo ", " press ", " presse ", " agency ", " media ", " news ", " studio ", " pool ", " archive ", " archiv ", " office ", " army ", " police "}

// creditGlue parts a credit where words do.
var creditGlue = strings.NewReplacer(" via ", " | ", " for ", " | ", " für ", " | ", " pour ", " | ", " / ", " | ", " and ", " | ", " und ", " | ")

func addName(all []string, name string) []string {
	if containsFold(all, name) {
		return all
	}
	return append(all, name)
}
