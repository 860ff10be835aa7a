package feed

import (
	"strings"

	"nutgraf/internal/news"
)

// sectionWords are the names that people give to folders, besides the sections' own.
var sectionWords = map[string]news.Section{
	"international": news.SectionWorld, "monde": news.SectionWorld, "welt": news.SectionWorld, "mundo": news.SectionWorld, "esteri": news.SectionWorld, "ausland": news.SectionWorld, "العالم": news.SectionWorld, "мир": news.SectionWorld,
	"politique": news.SectionPolitics, "politik": news.SectionPolitics, "política": news.SectionPolitics, "politica": news.SectionPolitics, "سياسة": news.SectionPolitics, "политика": news.SectionPolitics,
	"economy": news.SectionBusiness, "finance": news.SectionBusiness, "économie": news.SectionBusiness, "wirtschaft": news.SectionBusiness, "economía": news.SectionBusiness, "economia": news.SectionBusiness, "markets": news.SectionBusiness,
	"tech": news.SectionTech, "technik": news.SectionTech, "technologie": news.SectionTech, "tecnología": news.SectionTech, "it": news.SectionTech,
	"sciences": news.SectionScience, "wissenschaft": news.SectionScience, "ciencia": news.SectionScience, "wissen": news.SectionScience,
	"santé": news.SectionHealth, "gesundheit": news.SectionHealth, "salud": news.SectionHealth,
	"environment": news.SectionClimate, "environnement": news.SectionClimate, "umwelt": news.SectionClimate, "klima": news.SectionClimate, "climat": news.SectionClimate,
	"arts": news.SectionCulture, "kultur": news.SectionCulture, "cultura": news.SectionCulture, "entertainment": news.SectionCulture, "books": news.SectionCulture, "ثقافة": news.SectionCulture,
	"sports": news.SectionSport, "deportes": news.SectionSport, "رياضة": news.SectionSport, "спорт": news.SectionSport,
	"comment": news.SectionOpinion, "opinions": news.SectionOpinion, "meinung": news.SectionOpinion, "opinión": news.SectionOpinion,
	"regional": news.SectionLocal, "lokales": news.SectionLocal,
}

func sectionNamed(name string) news.Section {
	name = strings.ToLower(strings.TrimSpace(name))
	if s := news.Section(name); s != "" && s.Valid() {
		return s
	}
	return sectionWords[name]
}

// sectionOf is the section that folders name, the innermost first, else the first one that a category names.
func sectionOf(folders, categories []string) news.Section {
	for i := len(folders) - 1; i >= 0; i-- {
		if named := sectionNamed(folders[i]); named != "" {
			return named
		}
	}
	for _, category := range categories {
		if named := sectionNamed(strings.TrimPrefix(category, "/")); named != "" {
			return named
		}
	}
	return ""
}
