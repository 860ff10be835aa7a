package main

// languages maps the folders of SIB-200 to the tags that text.Language gives. Left out are close dialects that
// news rarely comes in and that would only take votes from their neighbours.
var languages = map[string]string{
	// Latin
	"afr_Latn": "af", "als_Latn": "sq", "ayr_Latn": "ay", "azj_Latn": "az", "bam_Latn": "bm", "bem_Latn": "bem",
	"bos_Latn": "bs", "cat_Latn": "ca", "ceb_Latn": "ceb", "ces_Latn": "cs", "cym_Latn": "cy", "dan_Latn": "da",
	"deu_Latn": "de", "eng_Latn": "en", "epo_Latn": "eo", "est_Latn": "et", "eus_Latn": "eu", "ewe_Latn": "ee",
	"fao_Latn": "fo", "fij_Latn": "fj", "fin_Latn": "fi", "fra_Latn": "fr", "fuv_Latn": "ff", "gaz_Latn": "om",
	"gla_Latn": "gd", "gle_Latn": "ga", "glg_Latn": "gl", "grn_Latn": "gn", "hat_Latn": "ht", "hau_Latn": "ha",
	"hrv_Latn": "hr", "hun_Latn": "hu", "ibo_Latn": "ig", "ilo_Latn": "ilo", "ind_Latn": "id", "isl_Latn": "is",
	"ita_Latn": "it", "jav_Latn": "jv", "kab_Latn": "kab", "kik_Latn": "ki", "kin_Latn": "rw", "kmr_Latn": "ku",
	"kon_Latn": "kg", "lin_Latn": "ln", "lit_Latn": "lt", "ltz_Latn": "lb", "lug_Latn": "lg", "luo_Latn": "luo",
	"lvs_Latn": "lv", "mlt_Latn": "mt", "mri_Latn": "mi", "nld_Latn": "nl", "nno_Latn": "nn", "nob_Latn": "no",
	"nso_Latn": "nso", "nya_Latn": "ny", "oci_Latn": "oc", "pap_Latn": "pap", "plt_Latn": "mg", "pol_Latn": "pl",
	"por_Latn": "pt", "quy_Latn": "qu", "ron_Latn": "ro", "run_Latn": "rn", "sag_Latn": "sg", "slk_Latn": "sk",
	"slv_Latn": "sl", "smo_Latn": "sm", "sna_Latn": "sn", "som_Latn": "so", "sot_Latn": "st", "spa_Latn": "es",
	"srd_Latn": "sc", "ssw_Latn": "ss", "sun_Latn": "su", "swe_Latn": "sv", "swh_Latn": "sw", "tgl_Latn": "tl",
	"tpi_Latn": "tpi", "tsn_Latn": "tn", "tso_Latn": "ts", "tuk_Latn": "tk", "tur_Latn": "tr", "twi_Latn": "tw",
	"uzn_Latn": "uz", "vie_Latn": "vi", "wol_Latn": "wo", "xho_Latn": "xh", "yor_Latn": "yo", "zsm_Latn": "ms",
	"zul_Latn": "zu",
	// Cyrillic; Serbian is also learnt in Latin letters, see romanize
	"bak_Cyrl": "ba", "bel_Cyrl": "be", "bul_Cyrl": "bg", "kaz_Cyrl": "kk", "khk_Cyrl": "mn", "kir_Cyrl": "ky",
	"mkd_Cyrl": "mk", "rus_Cyrl": "ru", "srp_Cyrl": "sr", "tat_Cyrl": "tt", "tgk_Cyrl": "tg", "ukr_Cyrl": "uk",
	// Arabic; the spoken varieties of Arabic teach the same tag, Dari that of Persian
	"arb_Arab": "ar", "arz_Arab": "ar", "ary_Arab": "ar", "apc_Arab": "ar", "azb_Arab": "az", "ckb_Arab": "ckb",
	"kas_Arab": "ks", "pbt_Arab": "ps", "pes_Arab": "fa", "prs_Arab": "fa", "snd_Arab": "sd", "uig_Arab": "ug",
	"urd_Arab": "ur",
	// others
	"asm_Beng": "as", "ben_Beng": "bn", "mni_Beng": "mni", "bod_Tibt": "bo", "dzo_Tibt": "dz",
	"hin_Deva": "hi", "mai_Deva": "mai", "mar_Deva": "mr", "npi_Deva": "ne", "san_Deva": "sa",
	"amh_Ethi": "am", "tir_Ethi": "ti", "heb_Hebr": "he", "ydd_Hebr": "yi",
}

// elsewhere are folders whose script tells the language; they are only measured.
var elsewhere = map[string]string{
	"ell_Grek": "el", "guj_Gujr": "gu", "hye_Armn": "hy", "jpn_Jpan": "ja", "kan_Knda": "kn", "kat_Geor": "ka",
	"khm_Khmr": "km", "kor_Hang": "ko", "lao_Laoo": "lo", "mal_Mlym": "ml", "mya_Mymr": "my", "ory_Orya": "or",
	"pan_Guru": "pa", "sin_Sinh": "si", "tam_Taml": "ta", "tel_Telu": "te", "tha_Thai": "th", "zho_Hans": "zh",
	"zho_Hant": "zh",
}
