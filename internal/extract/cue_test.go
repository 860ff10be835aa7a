package extract

import "testing"

func TestCuesOfLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line string
		want cue
	}{
		{"Read also: The dam is full", cueRelated},
		{"Lesen Sie auch: Der Damm ist voll", cueRelated},
		{"À LIRE AUSSI", cueRelated},
		{"Читайте также: Мост открыт", cueRelated},
		{"اقرأ أيضًا: الجسر", cueRelated},
		{"相关阅读：新桥", cueRelated},
		{"यह भी पढ़ें: पुल", cueRelated},
		{"ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", cueRelated},
		{"İlgili Haberler", cueRelated},
		{"Der See im Morgenlicht. Foto: Ann Poe", cueCreditTail},
		{"写真：山田太郎", cueCredit},
		{"Ann Poe/AFP", cueAgency},
		{"사진=연합뉴스", cueCredit | cueAgency},
		{"Facebook said on Monday that it would open an office", 0},
		{"Facebook", cueShare},
		{"12 комментариев", cueComment},
		{"Advertisement", cueFurniture},
		{"Share this article", cueShare},
	} {
		if got := wordCues(test.line); got != test.want {
			t.Errorf("%q: got cues %b, want %b", test.line, got, test.want)
		}
	}
}
