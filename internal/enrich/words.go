package enrich

import (
	"strings"
	"sync"

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

// byWord turns lists around, when they are first asked for. A word in two lists goes to the key that is first by name.
func byWord[K ~string](lists map[K]string) func() map[string]K {
	return sync.OnceValue(func() map[string]K { return turned(lists) })
}

func turned[K ~string](lists map[K]string) map[string]K {
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
