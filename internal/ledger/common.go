package ledger

import (
	"strings"

	"nutgraf/internal/text"
)

// stems makes a set of the stems of words.
func stems(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[text.NameStem(w)] = true
	}
	return m
}

// Names that many people bear, folded: one alone tells little.
var commonSurnames = stems(`smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez gonzales wilson anderson
	thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright
	scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz
	parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly
	howard ramos kim cox ward richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders
	patel myers long ross foster jimenez muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schafer koch bauer
	richter klein wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange werner krause lehmann schmid maier meier
	dubois durand leroy moreau simon laurent lefebvre michel bertrand roux david morel fournier girard bonnet dupont lambert fontaine
	fernandez alonso romero navarro molina delgado castro ortega rubio marin sanz iglesias rossi russo ferrari esposito bianchi romano
	colombo ricci marino greco bruno gallo conti costa silva santos oliveira souza sousa rodrigues ferreira alves pereira lima gomes
	ribeiro martins carvalho almeida lopes soares fernandes vieira barbosa иванов смирнов кузнецов попов васильев петров соколов михаилов
	новиков федоров морозов волков алексеев лебедев семенов егоров павлов козлов степанов николаев андреев wang li zhang liu chen yang
	huang zhao wu zhou xu sun ma zhu hu guo he lin singh kumar sharma khan ahmed ali hussain mohamed mohammed hassan ibrahim park choi
	tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi cohen levy hansen johansson andersson nilsson jensen nielsen`)

var commonGiven = stems(`james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark paul
	steven andrew kenneth kevin brian george mary patricia jennifer linda elizabeth barbara susan jessica sarah karen maria jose juan luis
	carlos antonio manuel francisco peter hans michael thomas andreas stefan christian martin jean pierre michel philippe alain anna ana
	marie giuseppe giovanni mario joao pedro александр сергеи владимир андреи алексеи дмитрии иван александр mohammed mohamed ahmed ali
	wei min jun jack tom mike jim bob bill joe steve chris dan matt tony dave`)

// everyCountry are folded words of names of bodies that every country has.
var everyCountry = stems(`ministry department office agency commission committee council court supreme constitutional high appeal bureau
	board central national federal state bank of for and the house senate parliament congress assembly government cabinet army navy air force police
	interior foreign finance defence defense health education justice environment agriculture transport trade labour labor energy affairs
	public security home external internal culture sport sports economy economic development interior treasury party labour social
	democratic liberal conservative green people's republican communist workers union association federation red cross
	university hospital school college institute ministerium innenministerium aussenministerium finanzministerium bundestag
	verteidigungsministerium gesundheitsministerium polizei regierung ministere de la le l du des interieur justice defense sante
	gouvernement senat parlement cour supreme police ministerio interior exteriores hacienda defensa salud gobierno policia nacional
	senado congreso tribunal supremo ministero interno esteri difesa governo polizia ministerio da saude justica
	министерство министерств обороны иностранных дел мид мвд минобороны парламент правительство полиция суд верховныи`)
