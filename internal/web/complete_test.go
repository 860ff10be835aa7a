package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

type completed struct{ Name, Kind, URL, Query string }

func completions(t *testing.T, body []byte) map[string]string {
	t.Helper()
	var list []completed
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	if len(list) > 8 {
		t.Errorf("%d are offered, more than anybody reads", len(list))
	}
	found := map[string]string{}
	for _, one := range list {
		found[one.Name] = one.Query + one.URL
	}
	return found
}

func TestASearchIsCompleted(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for typed, want := range map[string][2]string{
		"se": {"section:", "section:"}, "dam -se": {"section:", "dam -section:"}, "dam section:wor": {"World", "dam section:world "}, "(dam OR kind:opi": {"Opinion", "(dam OR kind:opinion "},
		"dam lang:eng": {"English", "dam lang:en "}, `dam person:"ilse`: {"Ilse Marrow", `dam person:"Ilse Marrow" `}, "dam marrow": {"Ilse Marrow", `dam person:"Ilse Marrow" `},
		"dam ilse marr": {"Ilse Marrow", `dam person:"Ilse Marrow" `}, "has:pic": {"Picture", "has:picture "}, "dam after:yest": {"yesterday", `dam after:"yesterday" `},
		"said:marr": {"Ilse Marrow", `said:"Ilse Marrow" `}, "spor": {"Sport", "section:sport "},
	} {
		found := completions(t, get(t, site, "/suggest?for=search&q="+url.QueryEscape(typed)).Body.Bytes())
		if found[want[0]] != want[1] {
			t.Errorf("%s: got %q, want %s to give %q", typed, found, want[0], want[1])
		}
		node, problem := query.Parse(want[1])
		if problem != nil && !strings.HasSuffix(want[1], ":") && !strings.HasPrefix(want[1], "(") {
			t.Errorf("%s is completed to %q, which is read as %q: %v", typed, want[1], node, problem)
		}
	}
	for _, typed := range []string{"", "dam ", `"`, `dam "`, strings.Repeat("x", 600), "person:"} {
		if body := strings.TrimSpace(get(t, site, "/suggest?for=search&q="+url.QueryEscape(typed)).Body.String()); body != "[]" {
			t.Errorf("%.20q: got %s", typed, body)
		}
	}
	if found := completions(t, get(t, site, "/suggest?tongue=de&for=search&q=sprac").Body.Bytes()); found["lang:"] != "lang:" {
		t.Errorf("in German: got %q", found)
	}
}

func TestASearchIsCompletedToOnesOwn(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	if _, err := s.SaveSearch(t.Context(), news.SavedSearch{User: ines.ID, Name: "Water", Query: "dam OR weir"}); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"wat": "/searches/1", "dam": "/searches/1", "weird": ""} {
		if got := completions(t, get(t, site, "/suggest?for=search&q="+typed, hers).Body.Bytes())["Water"]; got != want {
			t.Errorf("%s: got %q, want %q", typed, got, want)
		}
	}
	if found := completions(t, get(t, site, "/suggest?for=search&q=wat").Body.Bytes()); found["Water"] != "" {
		t.Error("a visitor is offered her search")
	}
}
