package enrich

import "nutgraf/internal/news"

// class is what the model tells apart. Classes are finer than sections, so that other ways to part the news, such as
// that of the contest, are sums of them.
type class int

// The classes.
const (
	classWorld class = iota
	classPolitics
	classBusiness
	classTech
	classAuto
	classScience
	classHealth
	classCare // hospitals, ministries and laws of health
	classClimate
	classCulture
	classGossip // the lives of the famous
	classSport
	classLocal  // crime, accidents, schools, roads, a town's life
	classOracle // weather as usual, horoscopes, numbers drawn, what is on television
	classGuide  // advice, recipes, lists, reference, quizzes, things to buy: nothing happened
	classView   // opinion, essays, history
	classes
)

// Their names, sections and categories of the contest, in their order. A class without a section is no news.
var (
	classNames = [classes]string{"world", "politics", "business", "technology", "auto", "science", "health", "care", "climate", "culture", "gossip", "sport", "local", "oracle", "guide", "view"}
	sections   = [classes]news.Section{news.SectionWorld, news.SectionPolitics, news.SectionBusiness, news.SectionTech, news.SectionTech, news.SectionScience,
		news.SectionHealth, news.SectionHealth, news.SectionClimate, news.SectionCulture, news.SectionCulture, news.SectionSport, news.SectionLocal, "", "", ""}
	categories = [classes]string{"society", "society", "economy", "technology", "technology", "science", "science", "society", "society", "entertainment", "entertainment", "sports", "society", "other", notNews, notNews}
)

const notNews = "not_news"

// Classes returns the names of the classes that the model tells apart, for the program in train.
func Classes() []string { return classNames[:] }
