package actor

// lexicon is a language's words, folded, with blanks between.
type lexicon struct {
	code, articles, women, men, both, she, he, generic, ground, small, jobs, jobEnds string
}

var languages = []lexicon{
	{
		code:     "en",
		articles: "the a an",
		women:    "mrs ms miss madam madame dame lady baroness sister mother queen princess duchess countess first-lady mme",
		men:      "mr sir lord brother father king prince duke count baron mister",
		both:     "dr prof mx rev reverend saint st hon pope",
		she:      "she her hers herself",
		he:       "he his him himself",
		generic: `ministry department office agency commission committee council court bureau board bank group company corp corporation inc ltd
			llc plc co party government parliament senate house congress union association federation foundation institute university
			college school hospital club society league authority service services administration force forces army navy police fund trust
			party news times post press television tv radio network media international national organisation organization center centre
			assembly cabinet treasury tribunal alliance coalition movement ag sa se gmbh spa nv holdings industries technologies
			airlines motors systems partners`,
		ground: `sound river valley city island islands province state county district bay sea lake mountain mountains coast gulf region
			peninsula strip bank street square airport port bridge hall palace canal strait desert plateau`,
		small: "of the and for on in at to de la & a an by with",
		jobs:  englishJobs,
	},
	{code: "", articles: "the", women: "", men: "", both: "", small: "of the and"},
}

const englishJobs = `president minister secretary senator governor mayor chief director chairman chairwoman chair chairperson`
