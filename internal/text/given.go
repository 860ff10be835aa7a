package text

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Given returns the given names for which a folded one may stand: "jen" for "jennifer", "alex" for "alexander" and
// "alexandra". A name that stands for itself comes alone.
func Given(name string) []string {
	if full := shortGiven()[name]; full != nil {
		return full
	}
	return []string{name}
}

// SameGiven reports whether two folded given names may be those of one person.
func SameGiven(a, b string) bool {
	if a == b {
		return true
	}
	for _, x := range Given(a) {
		for _, y := range Given(b) {
			if x == y {
				return true
			}
		}
	}
	return false
}

var shortGiven = sync.OnceValue(func() map[string][]string {
	short := map[string][]string{}
	for _, line := range strings.Split(shortGivens, "\n") {
		full, shorts, found := strings.Cut(line, ":")
		if !found {
			continue
		}
		for _, s := range strings.Fields(shorts) {
			short[s] = append(short[s], full)
		}
	}
	for s, full := range short { // many are full names of others: "max", "alex"
		short[s] = append(full, s)
	}
	return short
})

// shortGivens are folded given names and what people who bear them are called.
const shortGivens = `
abraham: abe
abigail: abby gail
albert: al bert
alejandro: alex ale
alexander: alex al sandy sasha xander alec
alexandra: alex sandra lexi sasha
alexandre: alex
aleksandr: sasha
alfred: al fred alf
allison: ali
amanda: mandy
andrew: andy drew
angela: angie
anthony: tony
antonio: tony toni
arnold: arnie
arthur: art
barbara: barb babs
barnabas: barney
bartholomew: bart
benedict: ben
benjamin: ben benny benji
bernard: bernie
bernardo: bernie
bradley: brad
calvin: cal
cameron: cam
carolyn: carol
catherine: cathy kate cat katie
cecilia: cece
charles: charlie chuck chaz
charlotte: lottie charlie
christina: chris tina christy
christine: chris tina
christoph: chris
christopher: chris kit topher
clifford: cliff
clinton: clint
cynthia: cindy
daniel: dan danny
danielle: dani
david: dave davey
deborah: deb debbie debra
dennis: denny
dolores: lola
donald: don donny
dorothy: dot dottie
douglas: doug
edmund: ed eddie ned
eduardo: edu lalo
edward: ed eddie ned ted teddy
eleanor: ellie nell nellie
elijah: eli
elizabeth: liz beth betsy betty eliza lizzie libby bess
emily: em
emmanuel: manny
enrique: quique
eugene: gene
ezekiel: zeke
florence: flo
frances: fran
francesco: franco
francis: frank fran
francisco: paco pancho frank
franklin: frank
fred: freddy
frederick: fred freddy rick
friedrich: fritz
gabriel: gabe
gabrielle: gabby
geoffrey: geoff jeff
georgina: georgie
gerald: gerry jerry
gerard: gerry
gilbert: gil
gregorio: greg
gregory: greg
gwendolyn: gwen
hannelore: loki
harold: harry hal
heinrich: heiner
helen: nell
henry: harry hank hal
herbert: herb bert
howard: howie
hubert: bert
ignacio: nacho
irving: irv
isabella: bella izzy
jacob: jake
jacqueline: jackie
james: jim jimmy jamie
janet: jan
janice: jan
jason: jay
jeffrey: jeff
jennifer: jen jenny jenn
jeremiah: jerry
jeremy: jem
jerome: jerry
jesus: chuy
jill: jilly
johann: hans
johannes: hans
john: jack johnny jon
jonathan: jon jonny johnny
jorge: coque
jose: pepe
joseph: joe joey
josef: sepp
joshua: josh
josephine: jo josie
juan: juanito
judith: judy
julia: jules
julian: jules
justin: jus
karl: kalle
katherine: kathy kate katie kat kay
kathleen: kathy kate katie
kathryn: kathy kate katie
katharina: kathi
kenneth: ken kenny
kimberly: kim
laurence: larry
lawrence: larry lars
leonard: len lenny leo
leopold: leo poldi
leslie: les
lewis: lew
lillian: lily
lionel: leo
louis: lou louie
louise: lou
lucas: luke
lucille: lucy
luis: lucho
madeleine: maddie
manfred: manni
manuel: manny manolo
margaret: maggie meg peggy marge madge greta
maria: mia
marjorie: marge
martha: marty
martin: marty
matthew: matt matty
matthias: matthes
maximilian: max
maxwell: max
megan: meg
melissa: mel missy
melvin: mel
michael: mike mick mickey micky mikey
michel: michou
michelle: shelly
miguel: mike
mikhail: misha
miriam: mimi
mitchell: mitch
mohammed: mo
montgomery: monty
nancy: nan
natalie: nat
nathan: nate nat
nathaniel: nate nat
nicholas: nick nicky nico
nicolas: nico nick
nicole: nicky
nikolaus: klaus
norman: norm
oliver: ollie
oscar: ozzie
pamela: pam
patricia: pat patty trish tricia
patrick: pat paddy
peter: pete
philip: phil
phillip: phil
priscilla: cilla
rachel: rach
rafael: rafa
randall: randy
raymond: ray
rebecca: becky becca
reginald: reg reggie
reuben: rube
richard: dick rick ricky rich richie
robert: bob bobby rob robby robbie bert
roberto: beto
roderick: rod
rodney: rod
roland: rollie
ronald: ron ronnie
rosalind: roz
rosemary: rosie
rudolf: rudi
rudolph: rudy
russell: russ
samantha: sam
samuel: sam sammy
sandra: sandy
sarah: sally
sebastian: seb basti
sergio: checo
sharon: shaz
sidney: sid
solomon: sol
stanley: stan
stefan: steffen
stephanie: steph stef
stephen: steve steph
steven: steve
stuart: stu
susan: sue suzy susie
susanna: sue
sylvester: sly
tabitha: tabby
terence: terry
teresa: terry tess
theodore: ted teddy theo
theresa: terry tess
thomas: tom tommy
timothy: tim timmy
tobias: toby
ulrich: uli
valentina: tina
valerie: val
vanessa: nessa
veronica: ronnie
victor: vic
victoria: vicky tori
vincent: vince vinnie
virginia: ginny
vladimir: volodya vova
volodymyr: vova
walter: walt wally
wilfred: wilf
wilhelm: willi willy
william: bill billy will willy willie liam
winifred: winnie
winston: winnie
yevgeny: zhenya
zachary: zach zack
`

// NameStem returns what is the same in all cases of a folded name in a language that declines names: "путин" for
// "путина" and "путиным". A word of another script stays as it is. The stem is for comparing, not for showing.
func NameStem(word string) string {
	if len(word) < 8 || word[0] != 0xD0 && word[0] != 0xD1 { // four letters, the first one Cyrillic
		return word
	}
	for {
		cut := false
		for _, ending := range cases {
			if rest := len(word) - len(ending); rest >= 6 && strings.HasSuffix(word, ending) {
				word, cut = word[:rest], true
				break
			}
		}
		if !cut {
			return word
		}
	}
}

// cases are folded endings of Russian and Ukrainian names, the longest first.
var cases = func() []string {
	var endings []string
	for n := 3; n > 0; n-- {
		for _, e := range strings.Fields(`ого его ому ему ыми ими ами ями ові еві ою ею ои еи ии ыи ым им ом ем ую юю ая яя ых их ам ям ах ях ім
			а я у ю ы и е о ь і є`) {
			if utf8.RuneCountInString(e) == n {
				endings = append(endings, e)
			}
		}
	}
	return endings
}()

// Particle reports whether a folded word stands before surnames and belongs to them: "von", "de", "al".
func Particle(word string) bool { return particles[word] }

var particles = set("al el bin ibn van von der den de la le di da del della dos das do du ter ten zu zur ben abu abd ul y e i st san")

// FamilyFirst reports whether a folded word is a surname of a language that puts surnames first.
func FamilyFirst(word string) bool { return familyFirst[word] }

var familyFirst = set(`wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang
	deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan
	fan jin liao jia xia fu fang bai zou meng xiong qin qiu hou xi hua mao hao gong shao wan qian lai tsai hsu chang chiang
	tsang leung wong kwok cheung chow ho kim lee park choi jung jeong kang cho yoon yun jang lim shin oh seo kwon hwang ahn
	moon ban nguyen tran pham hoang phan vu vo dang bui do ngo duong ly`)

// CaseRank guesses how far a Russian or Ukrainian name is from the nominative, in which it is shown: 0 for what is likely to be one. Of names in
// other scripts all have 0.
func CaseRank(name string) int {
	if r, _ := utf8.DecodeRuneInString(name); r < 0x400 || r > 0x4FF {
		return 0
	}
	rank := 0
	for _, word := range strings.Fields(strings.ToLower(name)) {
		last, _ := utf8.DecodeLastRuneInString(word)
		switch {
		case oblique(word), strings.ContainsRune("уюеыи", last):
			rank += 3
		case strings.ContainsRune("ая", last):
			rank += 2 // a woman's nominative, or a man's genitive
		}
	}
	return rank
}

// oblique reports whether a word ends as adjectives and surnames do in other cases.
func oblique(word string) bool {
	for _, end := range []string{"ого", "ому", "ым", "ом", "им", "ем"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return strings.HasSuffix(word, "ой") && len(word) > 10
}
