package thread

import (
	"strings"
	"sync"
	"unicode"

	"nutgraf/internal/text"
)

// latin writes a word in Latin letters, roughly as newspapers do: good enough for names to be recognized, not to be read.
// What it does not know is left out.
func latin(word string) string {
	word = greekPairs.Replace(text.Fold(word))
	var b strings.Builder
	for _, r := range word {
		switch {
		case r == 'x':
			b.WriteString("ks")
		case r < 0x80:
			b.WriteRune(r)
		case (r == 'و' || r == 'ו') && b.Len() > 0: // within a word more often a vowel
			b.WriteByte('u')
		case r >= 0x0900 && r <= 0x0D7F:
			b.WriteString(indicLetters[r&0x7F])
		case r >= 0xAC00 && r <= 0xD7A3:
			b.WriteString(hangul(r))
		case r >= 0x3041 && r <= 0x3096:
			b.WriteString(kana[r-0x3041+0x30A1])
		default:
			if s, known := kana[r]; known {
				b.WriteString(s)
			} else if s, known := letters()[r]; known {
				b.WriteString(s)
			}
		}
	}
	return b.String()
}

// greekPairs are pairs of Greek letters that write one sound.
var greekPairs = strings.NewReplacer("ντ", "d", "μπ", "b", "γκ", "g", "γγ", "ng", "ου", "u", "αι", "e", "ει", "i", "οι", "i", "τσ", "ts", "τζ", "j")

// alphabets are pairs of letters and what they become.
const alphabets = `
а a б b в v г g ґ g д d е e є ye ж zh з z и i і i ї yi й y к k л l м m н n о o п p р r с s т t у u ў u ф f х h ц ts ч ch ш sh щ shch ъ - ы y ь -
э e ю yu я ya ђ j ј y љ l њ n ћ ch џ j ѓ g ќ k ѕ z ә a ғ g қ k ң n ө o ұ u ү u һ h ё e
α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ kh ψ ps ω o
ا a أ a إ i آ a ٱ a ب b ت t ث th ج j ح h خ kh د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ g ف f ق k ك k ل l م m ن n ه h و w ي y ى a ة a ء - ئ y ؤ w
پ p چ ch ژ zh گ g ک k ی y ۀ h ہ h ھ h ے e ں n ٹ t ڈ d ڑ r ڤ v
א a ב b ג g ד d ה h ו v ז z ח kh ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע - פ p ף f צ ts ץ ts ק k ר r ש sh ת t
ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ g ყ k შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h
ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ g ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ u փ p ք k օ o ֆ f
ก k ข kh ค kh ฆ kh ง ng จ ch ฉ ch ช ch ซ s ฌ ch ญ y ฎ d ฏ t ฐ t ฑ t ฒ t ณ n ด d ต t ถ t ท t ธ t น n บ b ป p ผ p ฝ f พ p ฟ f ภ p ม m ย y ร r ฤ r ล l ว w ศ s ษ s ส s ห h ฬ l อ - ฮ h
ะ a ั a า a ำ am ิ i ี i ึ u ื u ุ u ู u เ e แ ae โ o ใ ai ไ ai
အ a က k ခ k ဂ g င ng စ s ဆ s ဇ z ည n တ t ထ t ဒ d န n ပ p ဖ p ဗ b ဘ b မ m ယ y ရ y လ l ဝ w သ th ဟ h
ሀ ha ለ le መ me ረ re ሰ se ሸ she ቀ ke በ be ተ te ነ ne አ a ከ ke ወ we ዘ ze ደ de ገ ge ፈ fe ፐ pe
`

// ideographs are those with which Chinese writes the sounds of foreign names, by how they are read; in both ways of writing.
const ideographs = `
阿 a 埃 ai 艾 ai 爱 ai 愛 ai 安 an 昂 ang 奥 ao 奧 ao 澳 ao 巴 ba 芭 ba 拜 bai 班 ban 邦 bang 鲍 bao 鮑 bao 贝 bei 貝 bei 本 ben 比 bi 彼 bi 毕 bi 畢 bi 别 bie 宾 bin 賓 bin 波 bo 博 bo 伯 bo 勃 bo 布 bu 卜 bu
查 cha 察 cha 昌 chang 楚 chu 茨 ci 达 da 達 da 戴 dai 丹 dan 当 dang 道 dao 德 de 登 deng 邓 deng 鄧 deng 迪 di 狄 di 蒂 di 丁 ding 东 dong 杜 du 多 duo 朵 duo 厄 e 俄 e 恩 en 尔 er 爾 er
法 fa 凡 fan 范 fan 方 fang 菲 fei 费 fei 費 fei 芬 fen 丰 feng 弗 fu 夫 fu 福 fu 富 fu 盖 gai 甘 gan 冈 gang 岡 gang 高 gao 戈 ge 哥 ge 格 ge 葛 ge 根 gen 贡 gong 古 gu 瓜 gua 圭 gui
哈 ha 海 hai 汉 han 漢 han 杭 hang 豪 hao 赫 he 荷 he 黑 hei 亨 heng 洪 hong 胡 hu 华 hua 華 hua 怀 huai 霍 huo 基 ji 吉 ji 季 ji 加 jia 贾 jia 賈 jia 简 jian 江 jiang 杰 jie 傑 jie 金 jin 京 jing 久 jiu
卡 ka 喀 ka 凯 kai 凱 kai 坎 kan 康 kang 考 kao 柯 ke 科 ke 可 ke 克 ke 肯 ken 孔 kong 库 ku 庫 ku 夸 kua 奎 kui 昆 kun 拉 la 莱 lai 萊 lai 赖 lai 賴 lai 兰 lan 蘭 lan 朗 lang 劳 lao 勞 lao 勒 le 雷 lei 蕾 lei 里 li 利 li 黎 li 李 li 莉 li 理 li 立 li
连 lian 列 lie 林 lin 琳 lin 灵 ling 刘 liu 柳 liu 龙 long 隆 long 娄 lou 卢 lu 盧 lu 鲁 lu 魯 lu 路 lu 露 lu 伦 lun 倫 lun 罗 luo 羅 luo 洛 luo 吕 lv 马 ma 馬 ma 玛 ma 瑪 ma 麦 mai 麥 mai 迈 mai 邁 mai 曼 man 芒 mang 毛 mao 梅 mei 门 men 門 men 蒙 meng 孟 meng
米 mi 密 mi 明 ming 缪 miao 摩 mo 莫 mo 默 mo 墨 mo 姆 mu 木 mu 穆 mu 慕 mu 纳 na 納 na 娜 na 奈 nai 南 nan 瑙 nao 内 nei 內 nei 尼 ni 妮 ni 涅 nie 宁 ning 寧 ning 纽 niu 紐 niu 努 nu 诺 nuo 諾 nuo 欧 ou 歐 ou
帕 pa 派 pai 潘 pan 庞 pang 龐 pang 佩 pei 彭 peng 皮 pi 平 ping 珀 po 蓬 peng 普 pu 浦 pu 齐 qi 奇 qi 契 qi 乔 qiao 喬 qiao 切 qie 钦 qin 琼 qiong 丘 qiu 让 rang 热 re 仁 ren 日 ri 荣 rong 茹 ru 瑞 rui 若 ruo
萨 sa 薩 sa 塞 sai 赛 sai 賽 sai 桑 sang 森 sen 沙 sha 莎 sha 山 shan 尚 shang 绍 shao 舍 she 申 shen 圣 sheng 聖 sheng 施 shi 什 shi 史 shi 士 shi 舒 shu 朔 shuo 斯 si 思 si 松 song 苏 su 蘇 su 索 suo 塔 ta 泰 tai 坦 tan 汤 tang 湯 tang 唐 tang 陶 tao 特 te 滕 teng
提 ti 铁 tie 廷 ting 通 tong 图 tu 圖 tu 吐 tu 土 tu 托 tuo 脱 tuo 陀 tuo 瓦 wa 瓜 gua 万 wan 旺 wang 威 wei 韦 wei 韋 wei 维 wei 維 wei 魏 wei 文 wen 翁 weng 沃 wo 乌 wu 烏 wu 伍 wu 武 wu 西 xi 希 xi 锡 xi 席 xi 夏 xia 香 xiang 肖 xiao 谢 xie 謝 xie 辛 xin 欣 xin 休 xiu 许 xu 雪 xue
雅 ya 亚 ya 亞 ya 扬 yang 杨 yang 叶 ye 耶 ye 伊 yi 以 yi 易 yi 因 yin 英 ying 尤 you 于 yu 约 yue 約 yue 云 yun 扎 zha 札 zha 詹 zhan 章 zhang 珍 zhen 朱 zhu 佐 zuo 泽 ze 澤 ze 曾 zeng 兹 zi 茲 zi 齐 qi 川 chuan 田 tian 本 ben 村 cun 中 zhong 大 da 小 xiao 北 bei 上 shang 下 xia`

// letters are alphabets and ideographs as a table.
var letters = onceTable(alphabets + ideographs)

// indicLetters are the letters of the Indic scripts, whose blocks are all laid out alike.
var indicLetters = [128]string{
	0x01: "n", 0x02: "n", 0x03: "h", 0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0E: "e", 0x0F: "e", 0x10: "ai", 0x11: "o",
	0x12: "o", 0x13: "o", 0x14: "au", 0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1A: "ch", 0x1B: "ch", 0x1C: "j", 0x1D: "jh", 0x1E: "n",
	0x1F: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n", 0x2A: "p", 0x2B: "ph",
	0x2C: "b", 0x2D: "bh", 0x2E: "m", 0x2F: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l", 0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h",
	0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x46: "e", 0x47: "e", 0x48: "ai", 0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au",
	0x58: "k", 0x59: "kh", 0x5A: "g", 0x5B: "z", 0x5C: "r", 0x5D: "rh", 0x5E: "f", 0x5F: "y",
}

// kana are the katakana; hiragana stand at the same places.
var kana = func() map[rune]string {
	table := map[rune]string{'ン': "n", 'ッ': "", 'ー': "", 'ヴ': "vu", 'ヮ': "wa", 'ヵ': "ka", 'ヶ': "ke"}
	rows := []struct{ runes, consonant string }{
		{"アイウエオ", ""}, {"ァィゥェォ", ""}, {"カキクケコ", "k"}, {"ガギグゲゴ", "g"}, {"サシスセソ", "s"}, {"ザジズゼゾ", "z"}, {"タチツテト", "t"},
		{"ダヂヅデド", "d"}, {"ナニヌネノ", "n"}, {"ハヒフヘホ", "h"}, {"バビブベボ", "b"}, {"パピプペポ", "p"}, {"マミムメモ", "m"}, {"ラリルレロ", "r"},
	}
	for _, row := range rows {
		i := 0
		for _, r := range row.runes {
			table[r] = row.consonant + "aiueo"[i:i+1]
			i++
		}
	}
	for r, s := range map[rune]string{'シ': "shi", 'チ': "chi", 'ツ': "tsu", 'フ': "fu", 'ジ': "ji", 'ヤ': "ya", 'ユ': "yu", 'ヨ': "yo", 'ャ': "a", 'ュ': "u", 'ョ': "o", 'ワ': "wa", 'ヲ': "o"} {
		table[r] = s
	}
	return table
}()

// The parts of a Korean syllable, in the order of Unicode. The vowel that only parts consonants is left out.
var (
	hangulFirst  = strings.Split("g kk n d tt r m b pp s ss - j jj ch k t p h", " ")
	hangulMiddle = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu - ui i", " ")
	hangulLast   = strings.Split("- k k ks n nj n t l lk lm lb ls lt lp l m p ps t t ng t t k t p -", " ")
)

func hangul(r rune) string {
	n := int(r - 0xAC00)
	return strings.ReplaceAll(hangulFirst[n/588]+hangulMiddle[n%588/28]+hangulLast[n%28], "-", "")
}

// skeleton is what of a name survives being written in other alphabets: classes of its consonants, each run of one class
// once. Sounds that one alphabet or another does not tell apart are one class.
func skeleton(latin string) string {
	b := make([]byte, 0, 12)
	for i := 0; i < len(latin); i++ {
		class := soundClass(latin, i)
		if class != 0 && (len(b) == 0 || b[len(b)-1] != class) {
			b = append(b, class)
		}
	}
	return string(b)
}

// soundClass is the class of the consonant at i; 0 for vowels, and for what is only the second letter of a sound.
func soundClass(s string, i int) byte {
	before, after := byte(0), byte(0)
	if i > 0 {
		before = s[i-1]
	}
	if i+1 < len(s) {
		after = s[i+1]
	}
	switch s[i] {
	case 'p':
		if after == 'h' {
			return 'F'
		}
		return 'P'
	case 'b':
		return 'P'
	case 'f', 'v', 'w':
		return 'F'
	case 't', 'd':
		if after == 's' || after == 'z' || after == 'j' || after == 'c' {
			return 0
		}
		return 'T'
	case 'c':
		if after == 'h' || after == 'e' || after == 'i' || after == 'y' || after == 'z' {
			return 'S'
		}
		return 'K'
	case 's', 'z', 'j':
		return 'S'
	case 'g':
		if before == 'n' {
			return 0
		}
		return 'K'
	case 'k', 'q':
		if s[i] == 'k' && (before == 'c' || after == 'h') { // "kh" is written "h" too, which has no class
			return 0
		}
		return 'K'
	case 'l', 'r':
		return 'L'
	case 'm', 'n':
		return 'N'
	}
	return 0
}

// alike is how much two names in Latin letters sound alike, from 0 to 1: one less the part of the sounds that differ.
// Consonants of one class differ by a quarter, vowels hardly.
func alike(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := sounds(a), sounds(b)
	if len(x) == 0 || len(y) == 0 || len(x) > maxSounds || len(y) > maxSounds {
		return 0
	}
	var before, row [maxSounds + 1]float64
	for j := range y {
		before[j+1] = before[j] + y[j].weight
	}
	total := before[len(y)]
	for i := range x {
		total += x[i].weight
		row[0] = before[0] + x[i].weight
		for j := range y {
			row[j+1] = min(before[j]+x[i].differs(y[j]), before[j+1]+x[i].weight, row[j]+y[j].weight)
		}
		before, row = row, before
	}
	return 1 - 2*before[len(y)]/total
}

const maxSounds = 24

// sound is a letter with what it weighs in a comparison.
type sound struct {
	letter byte
	class  byte
	weight float64
}

func (s sound) differs(other sound) float64 {
	switch {
	case s.letter == other.letter:
		return 0
	case s.class == other.class && s.class != 0:
		return 0.25
	case s.class == other.class: // two vowels
		return 0.1
	}
	return max(s.weight, other.weight)
}

// sounds are the letters of a name; vowels, h and y weigh little, for they are written or not.
func sounds(s string) []sound {
	all := make([]sound, 0, len(s))
	for i := 0; i < len(s); i++ {
		class := soundClass(s, i)
		weight := 1.0
		if class == 0 {
			weight = 0.25
		}
		if i > 0 && s[i] == s[i-1] {
			continue
		}
		all = append(all, sound{s[i], class, weight})
	}
	return all
}

// onceTable reads pairs of a letter and what it becomes, when they are first needed; "-" becomes nothing.
func onceTable(pairs string) func() map[rune]string {
	return sync.OnceValue(func() map[rune]string {
		table := map[rune]string{}
		fields := strings.Fields(pairs)
		for i := 0; i+1 < len(fields); i += 2 {
			for _, r := range fields[i] {
				table[unicode.ToLower(r)] = strings.Trim(fields[i+1], "-")
			}
		}
		return table
	})
}
