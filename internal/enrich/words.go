package enrich

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// kindWords are parts of addresses that tell the form of an article.
var kindWords = byWord(map[news.Kind]string{
	news.KindOpinion: `opinion opinions commentisfree comment commentary editorial editorials op-ed oped columnists columns
		column debatt debat debate meinung kommentar kommentare kolumne tribune tribunes opinioni commenti opiniao colunistas
		opinie opinia mnenie kolonka columnistas blogs leitartikel letters`,
	news.KindLive:    `live liveblog live-blog live-updates liveticker direct en-direct endirecto en-vivo direto diretta ao-vivo`,
	news.KindVideo:   `video videos videoteca videogalerie watch`,
	news.KindAudio:   `audio podcast podcasts podcasty radio-shows`,
	news.KindGallery: `gallery galleries in-pictures diaporama diaporamas fotostrecke fotogaleria fotogalerie photos photo-gallery`,
	news.KindReview:  `review reviews film-reviews kritik critica kritiken`,
	news.KindRelease: `press-release press-releases pressrelease prnewswire pressemitteilung pressemitteilungen communique communiques`,
})

// shelfWords are names of sections as publishers write them in addresses and tags.
var shelfWords = byWord(map[news.Section]string{
	news.SectionWorld: `world international mundo monde welt ausland mondo esteri internacional internacionales internationales
		global africa asia europe americas middle-east mideast afrique europa afrika asie asien swiat mir utrikes verden buitenland
		dunya dunia the-gioi в-мире mezhdunarodnaya wereld ulkomaat zahranici svet foreign 国际 国際 세계 العالم`,
	news.SectionPolitics: `politics politica politique politiques politik politika polityka politiek politikk policy election
		elections elecciones wahlen eleicoes congress parliament whitehouse white-house government inrikespolitik siyaset innenpolitik
		vlast политика 政治 정치 سياسة chinh-tri`,
	news.SectionBusiness: `business economy economics finance markets money companies economie economia wirtschaft finanzen
		negocios empresas finanzas entreprises affari finanza bolsa borsa boerse gospodarka biznes ekonomi naringsliv ekonomika
		ekonomia zaken talous bisnis kinh-te kinh-doanh mercados exame investing stocks banking экономика бизнес 经济 財経 经济 経済 경제 اقتصاد`,
	news.SectionTech: `technology tech technologie tecnologia technik digital digitales it internet gadgets hightech high-tech
		computing ai software tecno teknologi teknik technologies technologia tekniikka texnologii tekno cong-nghe netzwelt pixels
		cybersecurity startups технологии 科技 テクノロジー 기술 تكنولوجيا`,
	news.SectionScience: `science sciences ciencia ciencias wissenschaft scienza scienze wissen nauka vetenskap videnskab space
		astronomy physics archaeology wetenschap tiede veda espaco espacio viden khoa-hoc biology наука 科学 과학 علوم`,
	news.SectionHealth: `health sante salud saude gesundheit salute zdrowie halsa sundhed gezondheid helse terveys zdravi medicine
		medical coronavirus covid covid-19 covid19 well wellness fitness suc-khoe kesehatan saglik zdorovie medizin здоровье 健康 건강 صحة`,
	news.SectionClimate: `climate environment climat environnement clima medio-ambiente medioambiente umwelt klima ambiente
		meio-ambiente milieu klimat miljo planete planet energy sustainability nature wildlife weather lingkungan moi-truong
		ekologia ekologiya экология 环境 環境 환경 بيئة`,
	news.SectionCulture: `culture entertainment arts art books film films movies music theatre theater television tv celebrity
		celebrities lifestyle style fashion travel food cultura kultur cinema musique livres espectaculos entretenimiento musica
		spettacoli kultura feuilleton unterhaltung gente people rozrywka kultuur noje kulttuuri kultura showbiz hiburan giai-tri
		van-hoa entretenimento gossip life leben stil games gaming культура 文化 娱乐 エンタメ 연예 문화 ثقافة`,
	news.SectionSport: `sport sports football soccer cricket tennis rugby basketball nba nfl mlb nhl golf formula1 f1 olympics
		deportes futbol deporte esporte esportes fussball calcio futebol sportowe foot boxing athletics cycling racing ufc mma hockey
		baseball urheilu spor olahraga bola the-thao bong-da sportnews spiele спорт 体育 スポーツ 스포츠 رياضة`,
	news.SectionOpinion: `opinion opinions commentisfree commentary editorial editorials op-ed oped columnists columns debatt meinung
		kommentare kolumne tribunes opinioni commenti opiniao colunistas opinie columnistas leitartikel letters mnenie мнения`,
	news.SectionLocal: `local regional regions region locales lokales metro communities county crime-courts lokal stadt
		municipios comunidades cronaca faits-divers kommune lokalt cities city region-news`,
})

// topicWords are words that tell the subject of a text. They are few and plain; each belongs to one section only.
var topicWords = byWord(map[news.Section]string{
	news.SectionPolitics: `president minister ministers parliament senate senator congress election elections vote voters campaign
		democrats republicans democrat republican labour tory tories conservative party coalition legislation lawmakers
		impeachment cabinet opposition mps referendum ballot governor presidente ministro elecciones gobierno senado congreso
		ministre gouvernement elections assemblee senat electoral scrutin depute deputes opposant presidentielle constitution mayor mp lawmaker councillors policy tribunal regierung bundestag wahl minister partei kanzler governo eleicoes parlamento
		президент правительство выборы депутат госдума министр партия`,
	news.SectionBusiness: `shares profit profits revenue investors stock stocks market markets bank banks economy inflation
		earnings quarterly ceo company companies firm sales growth trade tariffs prices billion shareholders investment merger
		acquisition retailer economic unemployment gdp fed rates oil bolsa empresa empresas economia inflacion mercado beneficios
		entreprise entreprises bourse economie economique croissance banque banques investissement investisseurs marche milliards dollars commerce financement budget tax taxes debt loan loans customers supply exports imports fuel unternehmen aktien konzern umsatz gewinn milliarden компания рынок рублей
		банк акции цены экономика`,
	news.SectionTech: `software app apps internet online users google apple microsoft facebook iphone android smartphone smartphones
		computer computers digital cyber hackers data technology tech device devices startup broadband virus spam ai chip chips gadget
		website web mobile pc algorithm robot privacy browser samsung huawei tecnologia usuarios logiciel numerique applications internaute hacker tiktok whatsapp twitter instagram gaming console pcs servers blog broadband gigabit developers смартфон
		пользователи приложение google устройство`,
	news.SectionScience: `scientists researchers study research nasa space planet telescope species fossil physics astronomers
		galaxy moon orbit rocket satellite laboratory experiment discovery dna genome archaeologists ancient university
		cientificos investigadores estudio chercheurs etude scientifiques forscher studie wissenschaftler ученые исследователи
		исследование планета`,
	news.SectionHealth: `health hospital hospitals patients patient doctors doctor disease virus cancer vaccine vaccines infection
		medical drug drugs treatment symptoms outbreak coronavirus covid pandemic nurses clinical mental diabetes surgery malaria hiv
		ebola salud pacientes hospitales vacuna enfermedad sante malades hopital vaccin vaccins maladie maladies medecin medecins medicaments epidemie pandemie grossesse symptomes traitement pregnancy obesity babies nhs gps illness therapy midwives dementia krankheit patienten impfstoff
		здоровье врачи больница вакцина заболевание`,
	news.SectionClimate: `climate emissions carbon warming environment environmental wildfire wildfires drought flood floods
		flooding storm hurricane cyclone renewable solar pollution biodiversity conservation glacier temperatures weather rainfall
		greenhouse clima emisiones climat emissions klimawandel klima sequia incendie inondations климат`,
	news.SectionCulture: `film films movie movies actor actress album song songs singer music band star stars oscar oscars festival
		theatre book books author novel artist artists museum celebrity hollywood comedy tv drama box-office director award awards
		netflix concert pop rapper show pelicula cantante actriz musica chanteur acteur chanteuse schauspieler sanger фильм актер
		певица певец актриса концерт`,
	news.SectionSport: `match goal goals team coach players player league cup season striker midfielder defender football soccer
		cricket rugby tennis champion championship tournament olympic olympics athlete athletes win wins victory game games injury
		manager club chelsea arsenal liverpool premier fifa uefa nba nfl quarterback wicket innings batsman grand-slam medal
		partido goles jugador equipo entrenador liga joueur joueurs equipe entraineur sportif championnat selectionneur ballon buts defaite victoire finale coupe seleccion spieler trainer mannschaft bundesliga squadra
		allenatore матч команда тренер игрок чемпионат клуб гол`,
	news.SectionWorld: `troops war military ceasefire militants rebels missile airstrike army soldiers embassy sanctions refugees
		nato border treaty diplomat diplomats foreign israel gaza iran iraq syria ukraine russia taliban terror guerra ejercito
		guerre armee krieg soldaten война войска`,
})

// byWord turns lists around. A word in two lists goes to the key that is first by name.
func byWord[K ~string](lists map[K]string) map[string]K {
	m := map[string]K{}
	for key, words := range lists {
		for word := range strings.FieldsSeq(words) {
			word = text.Fold(word)
			if holder, taken := m[word]; !taken || key < holder { // not by the order of a map
				m[word] = key
			}
		}
	}
	return m
}
