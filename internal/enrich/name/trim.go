package name

import "sync"

// Some of what has a capital is no name, and some names end sooner than the models have it. What is set right here is plain from
// the words around, in any text.

// vessels are words behind which the name of a ship stands: "the ferry Isolde Farrant" is neither a body nor a person.
var vessels = sync.OnceValue(func() map[uint32]bool {
	return hashes(`ship ferry tanker vessel yacht trawler boat freighter submarine warship frigate destroyer corvette lifeboat schooner steamer tugboat icebreaker
	schiff fähre tanker frachter yacht kutter fregatte kreuzfahrtschiff navire ferry pétrolier cargo yacht chalutier paquebot frégate voilier
	buque ferry petrolero carguero yate pesquero fragata velero nave traghetto petroliera peschereccio fregata veliero navio balsa petroleiro cargueiro iate fragata veleiro
	судно корабль паром танкер яхта траулер теплоход ледокол фрегат катер сухогруз`)
})

// putRight takes off names what is none of theirs.
func (r *reading) putRight() {
	clear(r.ships)
	for i := 0; i < len(r.words); i++ {
		tag := r.tags[i]
		if tag == Outside || tag%4 != Begin && tag%4 != Unit {
			continue
		}
		hash, end := r.spanAt(i, len(r.words))
		w := &r.words[i]
		switch {
		case i > 0 && r.words[i-1].flags&small != 0 && vessels()[r.words[i-1].folded]:
			if r.ships == nil {
				r.ships = map[uint32]bool{}
			}
			r.ships[hash] = true
			r.erase(i, end)
		case r.ships[hash] && (tag/4 != Person || i > 0 && r.words[i-1].lists&ListThe != 0):
			r.erase(i, end)
		case r.english && end == i+1 && w.flags&(first|quoted) != 0 && w.flags&(caps|shouted|titled) == 0 && w.lists&ListCommon != 0 && w.lists&(nameLists|ListRareFirstName|ListVillage|ListBodyWord) == 0:
			r.erase(i, end) // "“We"
		case r.english && end == i+2 && w.lists&ListThe != 0 && w.flags&(caps|shouted|titled) == 0 && r.words[i+1].flags&caps != 0: // "The UN"
			r.erase(i, i+1)
			r.mark(i+1, end, int(tag/4))
		case !r.english:
			r.part(i, end, int(tag/4))
		}
		i = end - 1
	}
}

func (r *reading) erase(from, to int) {
	for i := from; i < to; i++ {
		r.tags[i] = Outside
	}
}

// part cuts a person's name from what follows it behind a small word: "Miriam Castell am Montag", "Orla Fennick pour Valmere".
func (r *reading) part(from, end, kind int) {
	at := from
	for at < end && (r.words[at].flags&small == 0 || particles()[r.words[at].folded] || r.words[at].lists&(ListAnd|ListThe) != 0) {
		at++
	}
	if at < from+2 || at+1 >= end {
		return
	}
	someone := r.words[from].lists&(ListFirstName|ListRareFirstName) != 0 && r.words[from].lists&(ListBodyWord|ListPlaceWord|ListBody|ListCountry|ListThe) == 0
	date := r.words[end-1].lists&ListCalendar != 0
	if !someone && !date {
		return
	}
	if someone {
		kind = Person
	}
	r.erase(from, end)
	r.mark(from, at, kind)
	if date || end > at+3 { // of long tails little is sure
		return
	}
	rest := Place
	for i := at + 1; i < end; i++ {
		if r.words[i].lists&(ListBody|ListBodyWord) != 0 {
			rest = Organisation
		}
	}
	r.mark(at+1, end, rest)
}
