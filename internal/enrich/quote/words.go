package quote

import (
	"strings"
	"sync"
)

// class says what a word may do around a quotation. A word may be of several classes.
type class uint32

const (
	classSay     class = 1 << iota // a verb that says that something was said
	classPronoun                   // one that may speak: "she"
	classShe                       // a pronoun of a woman
	classHe
	classThey
	classI // "I", "we": the speaker of another speech, or the author
	classWho
	classArticle
	classSkip    // may stand between who speaks and the verb: "has", "also", "later"
	classJoin    // begins another clause: "but", "while"
	classSome    // a number of people by itself: "some", "others"
	classBy      // "according", "selon": who says it comes next
	classAfterBy // "to" of "according to", "zufolge"
	classTo      // "à", "gegenüber": whom it is told comes next; not of English
	classTell    // a verb whose object is told: "told"
	classBe
	classHave
	classDay      // "Tuesday", "last week"
	classOccasion // "statement", "interview", "Twitter"
	classAudience // "reporters"
	classParticle // "out" of "pointed out"
)

// Words that the rules ask for by name, of English.
var (
	keyThat, keyTo, keyBy, keyOf   = wordKey("that"), wordKey("to"), wordKey("by"), wordKey("of")
	keyAnd, keyThe, keyWith, keyAt = wordKey("and"), wordKey("the"), wordKey("with"), wordKey("at")
	keyFor                         = wordKey("for")
)

// tongue is what a language says it with.
type tongue struct {
	code  string
	words Table[class]
}

// list adds the words of a text to a class.
func (t *tongue) list(c class, words string) *tongue {
	for _, w := range strings.Fields(words) {
		key := wordKey(w)
		known, _ := t.words.Get(key)
		t.words.Set(key, known|c)
	}
	return t
}

func newTongue(code string) *tongue { return &tongue{code: code} }

// tongueOf returns what is known of a language; nil for others.
func tongueOf(language string) *tongue {
	if i := strings.IndexAny(language, "-_"); i > 0 {
		language = language[:i]
	}
	return tongues()[strings.ToLower(language)]
}

var tongues = sync.OnceValue(func() map[string]*tongue {
	all := map[string]*tongue{}
	for _, t := range []*tongue{
		newTongue("en").
			list(classSay, `said says say saying told tells tell telling added adds adding wrote writes writing tweeted tweets tweeting asked
				asks asking noted notes noting explained explains explaining replied replies replying responded responds responding continued
				continues recalled recalls stated states stating declared declares declaring announced announces announcing argued argues
				arguing insisted insists insisting warned warns warning claimed claims claiming concluded concludes concluding remarked
				remarks observed observes quipped joked admitted admits acknowledged acknowledges conceded concedes confirmed confirms
				denied denies stressed stresses emphasized emphasised testified shouted yelled cried whispered read reads posted posts
				suggested suggests lamented complained complains boasted vowed promised predicted predicts urged agreed agrees thundered
				recounted reported reports commented comments answered answers countered counters chanted chanting described describes
				called calls calling tweeting interjected mused deadpanned exclaimed asserted asserts reiterated reiterates`).
			list(classTell, `told tells tell telling asked asks assured reminded informed warned`).
			list(classPronoun|classHe, `he`).list(classPronoun|classShe, `she`).list(classPronoun|classThey, `they`).
			list(classPronoun|classI, `i we you`).list(classPronoun, `it him her them everyone nobody someone somebody everybody anyone`).
			list(classHe, `him his himself`).list(classShe, `her hers herself`).list(classThey, `them their`).
			list(classWho, `who which`).list(classSome, `some many others several both few most those`).
			list(classArticle, `the a an this that these those his her its their our my`).
			list(classDay, `monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier last week month year
				morning afternoon evening night january february march april may june july august september october november december`).
			list(classOccasion, `statement interview speech conference briefing letter email mail tweet post memo op-ed blog video press release
				call testimony remarks address debate rally hearing readout message podcast broadcast twitter facebook x instagram telegram
				bluesky weibo telephone phone radio television tv news`).
			list(classParticle, `out up down off back`).
			list(classAudience, `reporters journalists supporters lawmakers crowd audience delegates voters parliament members`).
			list(classBe, `is was are were be been being am`).list(classHave, `has have had having`).
			list(classBy, `according`).list(classAfterBy, `to`).
			list(classSkip, `has have had also later then is was would will did does recently repeatedly once still again often even just
				already quickly publicly previously first could should may might and`).
			list(classJoin, `but while when after before because although though if as since where whereas until`),
		newTongue("de").
			list(classSay, `sagte sagt sagten sagen gesagt erklärte erklärt erklärten betonte betont meinte meint berichtete berichtet berichteten
				teilte teilten teilt schrieb schreibt schrieben fügte warnte warnt kritisierte kritisiert forderte fordert kündigte bestätigte
				bestätigt bekräftigte ergänzte erläuterte äußerte zitierte erzählte erzählt sprach nannte fragte antwortete rief behauptete
				versicherte räumte verlangte erinnerte unterstrich bezeichnete so`).
			list(classBy, `laut nach`).list(classTo, `gegenüber`).list(classAfterBy, `zufolge`).
			list(classPronoun|classHe, `er`).list(classPronoun|classShe, `sie`).list(classHe, `seine seiner ihm`).list(classShe, `ihre ihrer ihr`).
			list(classWho, `welcher welche`).list(classArticle, `der die das ein eine einer dem den des`).
			list(classSkip, `auch hat habe haben am im dann später weiter zuvor noch hatte wurde am`).list(classJoin, `aber während als weil obwohl nachdem dass`),
		newTongue("fr").
			list(classSay, `dit déclaré déclare affirmé affirme expliqué explique ajouté ajoute indiqué indique précisé précise estimé estime
				assuré assure écrit écrivait souligné souligne annoncé annonce dénoncé dénonce rappelé rappelle répondu répond confié confie
				raconte raconté poursuit poursuivi insiste insisté conclut conclu lancé lance martelé martèle regrette regretté reconnu
				reconnaît confirmé confirme prévenu prévient averti résume résumé disait disent témoigne tweeté promis juge jugé`).
			list(classBy, `selon d’après`).list(classTo, `à au aux`).
			list(classPronoun|classHe, `il`).list(classPronoun|classShe, `elle`).list(classPronoun|classThey, `ils elles`).list(classPronoun, `on`).
			list(classWho, `qui`).list(classArticle, `le la les l’ l' un une des du ce cette son sa ses`).
			list(classSkip, `a ont avait est t aussi également ainsi encore`).list(classJoin, `mais que alors quand lorsque parce et`),
		newTongue("es").
			list(classSay, `dijo dice dicho dijeron declaró declarado afirmó afirma afirmado aseguró asegura asegurado explicó explica explicado
				señaló señala señalado añadió añade agregó agrega indicó indica manifestó manifestado sostuvo sostiene expresó expresado
				apuntó subrayó destacó recordó comentó comenta respondió contestó escribió escribe advirtió advierte anunció anuncia
				insistió insiste reconoció reconoce confirmó concluyó lamentó denunció relató contó aseveró precisó detalló`).
			list(classBy, `según`).list(classTo, `a al`).
			list(classPronoun|classHe, `él`).list(classPronoun|classShe, `ella`).list(classPronoun|classThey, `ellos ellas`).
			list(classWho, `quien`).list(classArticle, `el la los las un una unos unas su sus este esta`).
			list(classSkip, `ha han había también además luego después`).list(classJoin, `pero mientras cuando porque aunque y`),
		newTongue("it").
			list(classSay, `detto dice disse dichiarato dichiara affermato afferma spiegato spiega aggiunto aggiunge sottolineato sottolinea
				commentato commenta scritto scrive ribadito ribadisce osservato osserva precisato precisa raccontato racconta annunciato
				annuncia replicato replica risposto risponde assicurato ricordato ricorda sostiene sostenuto concluso conclude denunciato
				ammesso avvertito riferito chiede chiesto`).
			list(classBy, `secondo`).list(classTo, `a al all’ all' alla allo ai`).
			list(classPronoun|classHe, `lui egli`).list(classPronoun|classShe, `lei ella`).list(classPronoun|classThey, `loro`).
			list(classArticle, `il lo la i gli le l’ l' un uno una`).
			list(classSkip, `ha hanno aveva anche poi ancora è`).list(classJoin, `ma mentre quando perché e`),
		newTongue("pt").
			list(classSay, `disse diz dito disseram declarou declara afirmou afirma explicou explica acrescentou acrescenta destacou destaca
				escreveu escreve ressaltou contou conta comentou comenta respondeu responde anunciou informou informa garantiu lembrou
				alertou criticou defendeu avaliou completou concluiu admitiu reconheceu reiterou salientou sublinhou referiu considerou`).
			list(classBy, `segundo conforme`).list(classTo, `a à ao aos às`).
			list(classPronoun|classHe, `ele`).list(classPronoun|classShe, `ela`).list(classPronoun|classThey, `eles elas`).
			list(classWho, `quem`).list(classArticle, `o a os as um uma seu sua`).
			list(classSkip, `tem havia também ainda depois foi`).list(classJoin, `mas enquanto quando porque e`),
		newTongue("ru").
			list(classSay, `сказал сказала сказали сообщил сообщила сообщили сообщает заявил заявила заявили заявляет отметил отметила отметили
				отмечает подчеркнул подчеркнула подчеркнули добавил добавила добавили пояснил пояснила объяснил объяснила рассказал рассказала
				рассказали написал написала пишет уточнил уточнила ответил ответила признал признала предупредил предупредила считает
				утверждает говорит говорил говорила цитирует передаёт передает напомнил напомнила указал указала резюмировал`).
			list(classBy, `словам данным мнению сообщению`).
			list(classPronoun|classHe, `он`).list(classPronoun|classShe, `она`).list(classPronoun|classThey, `они`).
			list(classWho, `который которая`).list(classSkip, `также ранее уже`).list(classJoin, `но когда что и`),
	} {
		all[t.code] = t
	}
	return all
})
