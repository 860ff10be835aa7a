package actor_test

import (
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// find marks names in a text by brackets, {p:Ines Mabry} for a person, o: for an organisation, l: for a place, n: for a word of nationality, and
// returns who is who.
func find(tb testing.TB, language, marked string) (*text.Prose, []news.Mention, []news.Actor) {
	tb.Helper()
	var body strings.Builder
	var mentions []news.Mention
	for {
		before, rest, found := strings.Cut(marked, "{")
		body.WriteString(before)
		if !found {
			break
		}
		inside, after, _ := strings.Cut(rest, "}")
		m := news.Mention{Range: news.Range{Start: body.Len(), End: body.Len() + len(inside) - 2}, Actor: -1}
		switch inside[0] {
		case 'p':
			m.Kind = news.EntityPerson
		case 'o':
			m.Kind = news.EntityOrganisation
		default:
			m.Kind, m.Word = news.EntityPlace, inside[0] == 'n'
		}
		mentions = append(mentions, m)
		body.WriteString(inside[2:])
		marked = after
	}
	p := text.Read(body.String())
	found, actors := actor.Find(p, language, "", mentions)
	return p, found, actors
}

func TestWhoIsWhoInOneArticle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, language, text, want string }{
		{"surname, nickname, initial", "en", "{p:Jennifer Marlow} spoke. {p:Marlow} left; {p:Jen Marlow} and {p:J. Marlow} are one.", "Jennifer Marlow=Jen Marlow=J. Marlow=Marlow"},
		{"titles and possessives go", "en", "{p:President Joe Biden} met {p:Mrs Oakes}. {p:Biden’s} car waited for {p:Winifred Oakes}.", "Joe Biden=Biden | Winifred Oakes=Oakes"},
		{"a surname before the full name", "en", "{p:Oakes} spoke. {p:Winifred Oakes} is a judge.", "Winifred Oakes=Oakes"},
		{"two of one surname", "en", "{p:Honora Strake} and {p:Lionel Strake} met. {p:Lionel} said so. {p:Ms Strake} did not.", "Honora Strake=Strake | Lionel Strake=Lionel"},
		{"husband and wife by title", "en", "{p:Tom Vane} and his wife, {p:Ada Vane}, came. {p:Mrs Vane} sang. {p:Mr Vane} did not.", "Tom Vane=Vane | Ada Vane=Vane"},
		{"Chinese names begin with the surname", "en", "{p:Wang Xiaohong} came. {p:Wang} spoke.", "Wang Xiaohong=Wang"},
		{"Spanish names have two", "es", "{p:Claudia Romero Pardo} habló. {p:Romero} salió.", "Claudia Romero Pardo=Romero"},
		{"von and al", "de", "{p:Ursula von der Heide} kam. {p:Von der Heide} ging. {p:Heide} blieb.", "Ursula von der Heide=Von der Heide=Heide"},
		{"the genitive", "de", "{p:Anna Vogt} kam. {p:Vogts} Rede war kurz.", "Anna Vogt=Vogts"},
		{"Russian cases", "ru", "{p:Олег Строганов} приехал. Слова {p:Строганова} записали, с {p:Олегом Строгановым} спорили.", "Олег Строганов=Олегом Строгановым=Строганова"},
		{"middle initials tell apart", "en", "{p:George W. Marsh} and {p:George H. Marsh} met.", "George W. Marsh | George H. Marsh"},
		{"father and son", "en", "{p:Donald Vane} and {p:Donald Vane Jr.} came. {p:Donald Vane Jr.} spoke.", "Donald Vane | Donald Vane Jr."},
		{"but not a shorter given name", "en", "{p:Joseph R. Bidden Jr.} came. {p:Joe Bidden} spoke.", "Joseph R. Bidden Jr.=Joe Bidden"},
		{"an acronym in brackets", "en", "The {o:National Narcotics Control Commission} ({o:NNCC}) met. {o:NNCC} agents left.", "National Narcotics Control Commission=NNCC"},
		{"an acronym by its letters", "en", "{o:Union of Quay and Crane Workers} members voted. The {o:UQCW} was glad.", "Union of Quay and Crane Workers=UQCW"},
		{"a word for a body is the one named last", "en", "The {o:Fair Trade Commission} and the {o:Bank of Osk} met. The {o:Commission} said no.", "Fair Trade Commission=Commission | Bank of Osk"},
		{"and nobody when there is none", "en", "The {o:Ministry} said no to {p:Ada Vane}.", "Ada Vane"},
		{"a part of a body's name", "en", "{o:Breitenbach News} and {o:Breitenbach} reported it.", "Breitenbach News=Breitenbach"},
		{"one country", "en", "The {l:United States} and {l:China} met. {l:America} spoke; a {n:Chinese} aide and the {l:U.S.} envoy left.", "United States=America=U.S. | China"},
		{"its capital is not it", "en", "{l:Mexico City} is in {l:Mexico}.", "Mexico City | Mexico"},
		{"kinds are settled", "en", "{p:Ada Vane} won. {o:Vane} cheered. {p:Vane} left.", "Ada Vane=Vane"},
		{"families are not one of them", "en", "{p:Bill Clunton} and {p:Hilda Clunton} came. The {p:Cluntons} left.", "Bill Clunton | Hilda Clunton | Cluntons"},
		{"where no name was seen", "en", "{p:Ada Vane} won. Then Vane left, and so did Mrs Vane.", "Ada Vane=Vane"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, actors := find(t, c.language, c.text)
			var all []string
			for _, a := range actors {
				forms := slices.DeleteFunc(slices.Clone(a.Forms), func(form string) bool { return form == a.Name })
				all = append(all, strings.Join(append([]string{a.Name}, forms...), "="))
			}
			if got := strings.Join(all, " | "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatPeopleAreSaidToBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, text, role, country string }{
		{"en", "{p:Jennifer Marlow}, a deputy harbour safety advisor, told reporters so.", "deputy harbour safety advisor", ""},
		{"en", "{p:Wang Xiaohong}, director of {l:China}’s {o:National Narcotics Control Commission}, said so.", "director of China’s National Narcotics Control Commission", "CN"},
		{"en", "{n:Chinese} President {p:Xi Jinping} agreed.", "Chinese President", "CN"},
		{"en", "{p:Wang Xia} left. He is also the Minister of Public Security.", "Minister of Public Security", ""},
		{"en", "{l:U.S.} Deputy Assistant to the Chancellor and Deputy Harbour Safety Advisor {p:Jen Marlow} came.", "U.S. Deputy Assistant to the Chancellor and Deputy Harbour Safety Advisor", "US"},
		{"en", "So said lab director {p:Hua Zhenli} on Monday.", "lab director", ""},
		{"en", "The director of the harbour museum, {p:Hester Quayle}, said so.", "director of the harbour museum", ""},
		{"en", "{p:Len Marlow}, 61, a bus driver, has saved for it.", "bus driver", ""},
		{"en", "{p:Ines Mabry} was elected mayor of {l:Osk}.", "mayor of Osk", ""},
		{"en", "{p:Rosa Elverton}, who leads the opposition, said no.", "who leads the opposition", ""},
		{"en", "{p:Ada Vane}, the mayor resigned after a day of talks.", "", ""},
		{"en", "{p:Ada Vane}, President {p:Joe Biden} and {p:Tom Hale} met.", "", ""},
		{"en", "{p:Ada Vane} met the minister.", "", ""},
		{"en", "Fans forgive Governor {p:Ada Vane}.", "Governor", ""},
		{"en", "{p:Ada Vane}, a former {l:Russia} policy specialist, spoke.", "former Russia policy specialist", ""},
		{"de", "Bundeskanzler {p:Olaf Brand} reiste ab.", "Bundeskanzler", ""},
		{"de", "{p:Ada Vogt}, die Leiterin der Arbeitsgruppe, sagte das.", "Leiterin der Arbeitsgruppe", ""},
		{"de", "Der Chef der Behörde, {p:Hans Vogt}, sagte das.", "Chef der Behörde", ""},
		{"fr", "Le ministre de l’Intérieur {p:Gérald Davin} a parlé.", "ministre de l’Intérieur", ""},
		{"fr", "Le ministre corvennois des Eaux, {p:Lucien Marvaud}, a parlé.", "ministre corvennois des Eaux", ""},
		{"fr", "{p:Jonas Vétherbi}, éleveur à {l:Osk}, mesure.", "éleveur à Osk", ""},
		{"es", "El ministro de Exteriores, {p:José Alvar}, dijo que no.", "ministro de Exteriores", ""},
		{"it", "Il presidente del Consiglio {p:Gina Melani} parte.", "presidente del Consiglio", ""},
		{"pt", "O presidente do {l:Brasil}, {p:Luís Silveira}, disse que não.", "presidente do Brasil", "BR"},
		{"ru", "Министр иностранных дел {p:Олег Лаврентьев} уехал.", "Министр иностранных дел", ""},
	} {
		p, _, actors := find(t, c.language, c.text)
		for _, a := range actors {
			if a.Kind != news.EntityPerson {
				continue
			}
			if a.Role != c.role || a.Role != a.RoleAt.In(p.Text) || a.Country != c.country {
				t.Errorf("%s: got %q of %q, want %q of %q", p.Text, a.Role, a.Country, c.role, c.country)
			}
			break
		}
	}
}

func TestWomenAndMenAreToldByTitleNameAndPronoun(t *testing.T) {
	t.Parallel()
	for body, woman := range map[string]bool{
		"{p:Robin Vane} came. Ms {p:Vane} spoke.":                       true,
		"{p:Robin Vane} came. Mr {p:Vane} spoke.":                       false,
		"{p:Robin Vane} came. She spoke, and her aide did. She left.":   true,
		"{p:Robin Vane} came. He spoke, and his aide did. He left too.": false,
		"{p:Jennifer Vane} came.":                                       true,
		"{p:John Vane} came.":                                           false,
	} {
		_, _, actors := find(t, "en", body)
		if got := actors[0].Female; got > .7 != woman || got < .3 == woman {
			t.Errorf("%s: got %.2f, want a woman %v", body, got, woman)
		}
	}
}

func TestWordsWithoutANameMeanSomebody(t *testing.T) {
	t.Parallel()
	const marked = "{p:Ada Vane}, the town’s mayor, met {p:Tom Hale}, the director of the bank. It rained. The mayor spoke first. The cook listened."
	p, mentions, actors := find(t, "en", marked)
	for words, want := range map[string]string{"The mayor": "Ada Vane", "the director of the bank": "Tom Hale", "The cook": "", "It": ""} {
		at := strings.Index(p.Text, words)
		got := ""
		if a := actor.Meant(p, "en", mentions, actors, news.Range{Start: at, End: at + len(words)}); a >= 0 {
			got = actors[a].Name
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("President Joe Biden’s aide, Ada Vane, said Mr. Vane (NNCC) left the U.S. with al-Rashidi.", uint64(0xABCDEF), "en")
	f.Add("Le ministre de l’Intérieur, Gérald Davin, a parlé à « Osk »", uint64(77), "fr")
	f.Add("Министр Олег Лаврентьев уехал. 王小红说", uint64(3), "ru")
	f.Fuzz(func(t *testing.T, body string, seed uint64, language string) {
		p := text.Read(body)
		var mentions []news.Mention
		kinds := news.EntityKinds()
		for i := 0; i < len(p.Tokens); i++ {
			seed = seed*6364136223846793005 + 1442695040888963407
			if seed>>62 != 0 {
				continue
			}
			last := min(i+int(seed>>60&3), len(p.Tokens)-1)
			mentions = append(mentions, news.Mention{Range: news.Range{Start: p.Tokens[i].Start, End: p.Tokens[last].End}, Kind: kinds[seed>>50%3], Word: seed>>40%8 == 0})
			i = last
		}
		found, actors := actor.Find(p, language, body, mentions)
		end, count := 0, make([]int, len(actors))
		for _, m := range found {
			if m.Start < end || m.Empty() || m.End > len(body) || m.Actor < 0 || m.Actor >= len(actors) || m.Kind != actors[m.Actor].Kind {
				t.Fatalf("mention %+v of %d actors behind %d", m, len(actors), end)
			}
			end = m.End
			count[m.Actor]++
		}
		for i, a := range actors {
			if a.Mentions != count[i] || a.Role != a.RoleAt.In(body) || a.Female < 0 || a.Female > 1 || a.Name == "" || len(a.Forms) == 0 {
				t.Fatalf("actor %+v with %d mentions", a, count[i])
			}
		}
	})
}
