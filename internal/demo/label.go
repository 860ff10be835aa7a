package demo

// label is a word of a page's furniture in its language; English is the fallback.
func label(language, key string) string {
	if s := labels[language][key]; s != "" {
		return s
	}
	return labels["en"][key]
}

// labels are the furniture that a good reader service leaves out of the text.
var labels = map[string]map[string]string{
	"en": {
		"ad": "Advertisement", "more": "Read more", "continue": "Continue Reading", "published": "Published", "updated": "Updated",
		"by": "By", "share": "Share this article", "letter": "Sign up for our morning newsletter", "latest": "Latest news",
		"related": "Related stories", "correction": "Correction", "photo": "Photo", "home": "Home", "menu": "Menu",
		"wall": "Subscribe to keep reading. Already a subscriber? Sign in.", "listen": "Listen", "watch": "Watch",
		"terms": "Terms of use", "privacy": "Privacy", "cookies": "We use no cookies. Thank you for noticing.",
		"follow": "Follow us", "comments": "Join the conversation", "popular": "Most read", "live": "Live",
		"wherever": "Listen and subscribe wherever you get your podcasts.",
		"opinion":  "Opinion", "review": "Review", "gallery": "Pictures", "release": "Press release",
	},
	"fr": {
		"ad": "Publicité", "more": "Lire la suite", "continue": "Lire la suite", "published": "Publié le", "updated": "Mis à jour le",
		"by": "Par", "share": "Partager cet article", "letter": "Recevez notre lettre du matin", "latest": "Dernières nouvelles",
		"related": "À lire aussi", "correction": "Rectificatif", "photo": "Photo", "home": "Accueil", "menu": "Menu",
		"wall": "La suite est réservée aux abonnés. Déjà abonné ? Connectez-vous.", "listen": "Écouter", "watch": "Regarder",
		"terms": "Mentions légales", "privacy": "Vie privée", "cookies": "Ce site ne dépose aucun cookie.",
		"follow": "Suivez-nous", "comments": "Réagir", "popular": "Les plus lus", "live": "Direct",
		"wherever": "Retrouvez nos émissions sur toutes les plateformes d’écoute.",
		"opinion":  "Tribune", "review": "Critique", "gallery": "Images", "release": "Communiqué",
	},
	"ar": {
		"ad": "إعلان", "more": "اقرأ المزيد", "continue": "تابع القراءة", "published": "نُشر في", "updated": "آخر تحديث",
		"by": "كتب", "share": "شارك المقال", "letter": "اشترك في نشرتنا الصباحية", "latest": "آخر الأخبار",
		"related": "مواضيع ذات صلة", "correction": "تصحيح", "photo": "تصوير", "home": "الرئيسية", "menu": "القائمة",
		"wall": "للاطلاع على بقية المقال يرجى الاشتراك.", "listen": "استمع", "watch": "شاهد",
		"terms": "شروط الاستخدام", "privacy": "الخصوصية", "cookies": "هذا الموقع لا يستخدم ملفات تعريف الارتباط.",
		"follow": "تابعنا", "comments": "شارك برأيك", "popular": "الأكثر قراءة", "live": "مباشر",
		"wherever": "استمعوا إلى برامجنا على جميع المنصات.",
		"opinion":  "رأي", "review": "مراجعة", "gallery": "صور", "release": "بيان صحفي",
	},
}
