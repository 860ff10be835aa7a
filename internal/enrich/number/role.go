package number

import "nutgraf/internal/news"

// role is what a word can be in a figure or beside one. A word may be several.
type role uint64

const (
	roleNumber  role = 1 << iota // "twelve"
	roleOne                      // "one", which is a figure before a person only
	roleArticle                  // "a", which is one before a scale
	roleHalf
	roleScale      // "million"
	roleCollective // "une centaine": about a hundred
	roleVague      // "dozens"
	roleFew        // "several hundred"
	roleAnd
	roleTo
	roleOr
	roleBetween
	roleFrom
	roleOf
	roleMinus
	roleSoft   // may stand between a verb and its figure
	roleToll   // "the death toll rose to 15"
	rolePerson // people, more than one
	roleSingle // a person
	rolePre    // an adjective that stands before what is counted
	rolePlural // more than one, though the word does not show it
	roleTime
	roleAbstract // "ways", "goals": nothing that a ledger keeps
	roleLabel    // "page 12", "aged 40"
	roleStop     // ends what is counted
	roleAux
	rolePart // "including three children"
	roleMore // "three more", "two others"
	roleMonth
	rolePercent
	rolePoints
	roleVotes
	roleVoting
	roleMajority
	roleToward // "rose to"
	roleMagnitude
	roleDegrees
	roleCelsius
	roleFahrenheit
	roleWarm // temperature is spoken of
	roleSquare
	roleCubic
	roleHour // "miles an hour"
	roleBound
	roleLate
	roleUnit
	roleCurrency
	roleWay     // "12 km deep"
	roleNation  // says whose money: "Canadian"
	roleAgainst // "52 votes against 48"
	roleClaim   // of lives
	roleThing   // no person, though its end looks like one
)

var roles = map[string]role{
	"number": roleNumber, "one": roleOne, "article": roleArticle, "half": roleHalf, "scale": roleScale, "collective": roleCollective,
	"vague": roleVague, "few": roleFew, "and": roleAnd, "to": roleTo, "or": roleOr, "between": roleBetween, "from": roleFrom, "of": roleOf, "minus": roleMinus, "soft": roleSoft,
	"toll": roleToll, "person": rolePerson, "person.one": roleSingle, "plural": rolePlural, "pre": rolePre, "time": roleTime, "abstract": roleAbstract,
	"label": roleLabel, "stop": roleStop, "aux": roleAux, "part": rolePart, "more": roleMore, "month": roleMonth, "percent": rolePercent,
	"points": rolePoints, "votes": roleVotes, "voting": roleVoting, "majority": roleMajority, "toward": roleToward,
	"magnitude": roleMagnitude, "degrees": roleDegrees, "celsius": roleCelsius, "fahrenheit": roleFahrenheit, "warm": roleWarm,
	"square": roleSquare, "cubic": roleCubic, "speed": roleHour, "unit": roleUnit, "currency": roleCurrency, "way": roleWay, "nation": roleNation, "against": roleAgainst, "claim": roleClaim, "thing": roleThing,
}

// fate is what became of people, as a word says it.
type fate uint8

const (
	noFate fate = iota
	fateDead
	fateHurt
	fateMissing
	fatePeople
)

var fates = map[string]fate{"dead": fateDead, "hurt": fateHurt, "missing": fateMissing, "people": fatePeople}

// kind is the kind of a figure of people with that fate.
func (f fate) kind() news.NumberKind {
	return [...]news.NumberKind{news.NumberCount, news.NumberDead, news.NumberHurt, news.NumberMissing, news.NumberPeople}[f]
}
