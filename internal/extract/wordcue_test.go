package extract

import "testing"

func TestCuesOfLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line string
		want wordCue
	}{
		{"Read also: The dam is full", saysRelated},
		{"Lesen Sie auch: Der Damm ist voll", saysRelated},
		{"À LIRE AUSSI", saysRelated},
		{"Читайте также: Мост открыт", saysRelated},
		{"اقرأ أيضًا: الجسر", saysRelated},
		{"相关阅读：新桥", saysRelated},
		{"यह भी पढ़ें: पुल", saysRelated},
		{"ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", saysRelated},
		{"İlgili Haberler", saysRelated},
		{"Der See im Morgenlicht. Foto: Ann Poe", saysCreditTail},
		{"写真：山田太郎", saysCredit},
		{"Ann Poe/AFP", saysAgency},
		{"사진=연합뉴스", saysCredit | saysAgency},
		{"Facebook said on Monday that it would open an office", 0},
		{"Facebook", saysShare},
		{"12 комментариев", saysComment},
		{"Advertisement", saysFurniture},
		{"Share this article", saysShare},
	} {
		if got := wordCues(test.line); got != test.want {
			t.Errorf("%q: got cues %b, want %b", test.line, got, test.want)
		}
	}
}
