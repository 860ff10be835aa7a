package actor

// lexicon is a language's words, folded, with blanks between.
type lexicon struct {
	code                   string
	articles               string
	women, men, both       string // titles
	she, he                string
	generic, ground, small string
	jobs, jobEnds, before  string
	within                 string // prepositions before places
	links                  string // prepositions and the like inside what somebody is
	stops                  string // where that ends: verbs, relatives, conjunctions
	copulas                string
	also                   string // adverbs after copulas
	leads                  string // verbs of those at the head
	relatives              string
	complement             bool // "le ministre de l’Intérieur X": the name stands behind all of it
}

var languages = []lexicon{
	{
		code:     "en",
		articles: "the a an own",
		women:    "mrs ms miss madam madame dame lady baroness sister queen princess duchess countess mme",
		men:      "mr sir lord brother king prince duke count baron mister",
		both:     "dr prof mx rev reverend saint st hon pope",
		she:      "she her hers herself",
		he:       "he his him himself",
		generic: `ministry department office agency commission committee council court bureau board bank group company corp corporation inc ltd
			llc plc co party government parliament senate house congress union association federation foundation institute university
			college school hospital club society league authority service services administration force forces army navy police fund trust
			news times post press television tv radio network media international national organisation organization center centre
			assembly cabinet treasury tribunal alliance coalition movement ag sa se gmbh spa nv holdings industries technologies
			airlines motors systems partners republic united athletic rovers wanderers albion fc quays railways lines works`,
		ground: `sound river valley city island islands province state county district bay sea lake mountain mountains coast gulf region
			peninsula strip street square airport port bridge hall palace canal strait desert plateau`,
		small: "of the and for on in at to de la & a an by with",
		jobs:  englishJobs, before: englishBefore,
		within: "in near outside across throughout",
		links:  "of for at in to from on with and the a an over under near within against without between among across outside inside behind",
		stops: `who which that whose whom when where while as but or if because after before since until though although said says say told tells
			is was are were be been has had have having will would could can may might should did does do announced added asked called
			met saw made took gave put let got came went wrote spoke thinks thought believes believed wants wanted insisted argued warned declined
			voted ran won lost leads led heads headed by most more very not`,
		copulas: "is was becomes became remains remained", also: "also now currently still then previously formerly the a an",
		leads: "leads heads chairs runs directs led headed chaired directed commands represents manages owns keeps coaches teaches founded wrote edits conducts models", relatives: "who",
	},
	{
		code:     "de",
		articles: "der die das des dem den ein eine einer einem einen",
		women:    "frau konigin prinzessin schwester dame",
		men:      "herr herrn konig prinz",
		both:     "dr prof papst sankt",
		she:      "sie ihr ihre ihrer ihren ihrem",
		he:       "er sein seine seiner seinen seinem ihn ihm",
		generic: `ministerium partei regierung senat bundestag bundesrat polizei verband verein gewerkschaft universitat institut stiftung
			gericht kommission rat amt behorde bank konzern gmbh ag zeitung rundfunk verwaltung landtag fraktion`,
		ground: "fluss tal stadt insel see meer berg kuste provinz hafen brucke platz",
		small:  "der die das des dem den fur und von vom zu zur zum im in am an bei",
		jobs:   germanJobs, jobEnds: germanEnds,
		before: `deutsche deutscher deutschen franzosische franzosischer russische russischer amerikanische amerikanischer britische britischer neue neuer fruhere
			fruherer ehemalige ehemaliger damalige damaliger stellvertretende stellvertretender amtierende designierte langjahrige leitende leitender ukrainische
			ukrainischer chinesische chinesischer turkische turkischer israelische israelischer oberster erste erster zweite`,
		within: "in bei nach aus",
		links:  "der die das des dem den von vom fur zu zur zum im in am an bei und aus beim",
		stops: `wer die- welche welcher wenn als wahrend dass weil ob oder aber sagte sagt erklarte erklart betonte ist war sind waren wird wurde hat hatte haben
			warnte forderte kundigte teilte`,
		copulas: "ist war wird bleibt wurde", also: "auch der die das ein eine seit zudem zugleich derzeit nun",
		leads: "leitet fuhrt leitete fuhrte", relatives: "der die",
	},
	{
		code:     "fr",
		articles: "le la les l' un une des du l’ son sa notre leur mon ma",
		women:    "mme mlle madame mademoiselle reine princesse soeur",
		men:      "m monsieur roi prince mm",
		both:     "dr pr me saint sainte pape mgr",
		she:      "elle",
		he:       "il lui",
		generic: `ministere parti gouvernement senat parlement police assemblee cour tribunal commission conseil agence banque groupe societe syndicat universite
			institut fondation association federation union office bureau comite hopital ecole`,
		ground: "fleuve riviere vallee ville ile iles lac mer montagne cote province port pont place",
		small:  "de la le les du des d' l' et pour a au aux en sur",
		jobs:   frenchJobs,
		before: "ancien ancienne premier premiere vice nouveau nouvelle jeune actuel actuelle futur future grand grande celebre",
		within: "a en",
		links:  "de du des d' l' la le les a au aux en pour et chez sur d’ l’ contre",
		stops: `qui que dont ou quand lorsque mais est etait sont etaient ont avait sera dit declare affirme explique ajoute assure estime indique selon pendant
			afin apres avant depuis`,
		copulas: "est etait devient reste fut", also: "aussi egalement le la l' l’ un une desormais toujours",
		leads: "dirige preside dirigeait presidait", relatives: "qui", complement: true,
	},
	{
		code:     "es",
		articles: "el la los las un una del al lo su nuestro nuestra",
		women:    "sra senora srta senorita dona reina princesa",
		men:      "sr senor don rey principe",
		both:     "dr dra prof san santa papa",
		she:      "ella",
		he:       "el-",
		generic: `ministerio partido gobierno senado parlamento policia congreso corte tribunal comision consejo agencia banco grupo sindicato universidad instituto
			fundacion asociacion federacion union oficina comite hospital fiscalia asamblea`,
		ground: "rio valle ciudad isla lago mar montana costa provincia puerto puente plaza",
		small:  "de la el los las del y para en a por e",
		jobs:   spanishJobs,
		before: "ex antiguo antigua primer primera vice nuevo nueva joven actual entonces futuro gran exitoso",
		within: "en",
		links:  "de del la el los las para en y a al por e contra",
		stops: `que quien quienes cuyo cuando donde pero es era son fue fueron ha han habia sera dijo afirmo aseguro explico senalo declaro anadio segun durante
			tras sobre anuncio`,
		copulas: "es era fue sigue", also: "tambien el la un una ahora actualmente",
		leads: "dirige preside encabeza lidera dirigia presidia", relatives: "que quien", complement: true,
	},
	{
		code:     "it",
		articles: "il lo la i gli le l' l’ un una uno del della dell' al suo sua nostro nostra",
		women:    "sig.ra signora signorina regina principessa suor",
		men:      "sig signor re principe don",
		both:     "dott prof san santa papa dr",
		she:      "lei ella",
		he:       "egli lui",
		generic: `ministero partito governo senato parlamento polizia camera corte tribunale commissione consiglio agenzia banca gruppo sindacato universita istituto
			fondazione associazione federazione unione ufficio comitato ospedale procura assemblea`,
		ground: "fiume valle citta isola lago mare montagna costa provincia porto ponte piazza",
		small:  "di del della dei delle degli il la le e per in a al d' dell'",
		jobs:   italianJobs,
		before: "ex vecchio primo prima vice nuovo nuova giovane attuale allora futuro ministro",
		within: "a in",
		links:  "di del della dei delle degli dell' dell’ d' il la le gli l' per in e a al alla ai agli all' nel nella",
		stops: `che chi cui quando dove ma e- era sono erano ha hanno aveva sara detto dice afferma dichiara spiega aggiunge secondo durante dopo ha- sottolinea
			annuncia`,
		copulas: "e' era resta diventa fu", also: "anche il la lo l' un una ora",
		leads: "guida dirige presiede guidava", relatives: "che", complement: true,
	},
	{
		code:     "pt",
		articles: "o a os as um uma do da ao seu sua nosso nossa",
		women:    "sra senhora dona rainha princesa",
		men:      "sr senhor dom rei principe",
		both:     "dr dra prof sao santa papa",
		she:      "ela dela",
		he:       "ele dele",
		generic: `ministerio partido governo senado parlamento policia congresso camara corte tribunal comissao conselho agencia banco grupo sindicato universidade
			instituto fundacao associacao federacao uniao escritorio comite hospital assembleia`,
		ground: "rio vale cidade ilha lago mar montanha costa provincia porto ponte praca",
		small:  "de do da dos das o a os as e para em no na",
		jobs:   portugueseJobs,
		before: "ex antigo antiga primeiro primeira vice novo nova jovem atual actual entao futuro",
		within: "em no na",
		links:  "de do da dos das o a os as e para em no na nos nas ao pela pelo contra",
		stops: `que quem cujo quando onde mas era sao eram foi foram tem ha havia sera disse afirmou explicou declarou acrescentou segundo durante apos sobre
			anunciou`,
		copulas: "era foi continua", also: "tambem o a um uma agora atualmente",
		leads: "lidera dirige preside comanda chefia", relatives: "que quem", complement: true,
	},
	{
		code: "ru",
		she:  "она ее еи неи",
		he:   "он его ему им нему него",
		men:  "господин господина", women: "госпожа госпожи", both: "папа святои",
		generic: `министерство министерства партия партии правительство парламент сенат полиция суд комиссия совет агентство банк группа компания профсоюз университет
			институт фонд ассоциация федерация союз`,
		ground: "река долина город остров озеро море область краи порт мост",
		small:  "и по в на",
		jobs:   russianJobs,
		before: "бывшии бывшего бывшая первыи первого вице новыи нового россиискии российского американскии американского украинскии украинского",
		within: "в из под",
		links:  "и по в на при",
		stops: `которыи которая что когда где но или если заявил заявила сообщил сообщила сказал сказала отметил отметила рассказал рассказала подчеркнул был была
			будет объявил`,
		complement: true,
	},
	{code: "", articles: "the", small: "of the and"},
}
