package web_test

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"nutgraf/internal/message"
	"nutgraf/internal/web"
)

// pipes calls do with all pipelines that stand for themselves in templates.
func pipes(set *template.Template, do func(in string, pipe *parse.PipeNode)) {
	var walk func(in string, list *parse.ListNode)
	walk = func(in string, list *parse.ListNode) {
		if list == nil {
			return
		}
		for _, node := range list.Nodes {
			switch node := node.(type) {
			case *parse.ActionNode:
				do(in, node.Pipe)
			case *parse.IfNode:
				walk(in, node.List)
				walk(in, node.ElseList)
			case *parse.WithNode:
				walk(in, node.List)
				walk(in, node.ElseList)
			case *parse.RangeNode:
				walk(in, node.List)
				walk(in, node.ElseList)
			}
		}
	}
	for _, one := range set.Templates() {
		if one.Tree != nil {
			walk(one.Name(), one.Tree.Root)
		}
	}
}

// TestMessagesStandWhereWordsDo: html/template escapes each message that is folded as words between tags or in a quoted attribute, and
// as nothing else: that is how they are folded.
func TestMessagesStandWhereWordsDo(t *testing.T) {
	t.Parallel()
	written, err := web.Pages(message.English, false)
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper"}
	messages := map[string]bool{}
	pipes(written, func(in string, pipe *parse.PipeNode) {
		id, then := web.MessageOf(pipe)
		if id == "" {
			return
		}
		messages[id] = true
		if len(then) != 1 || len(then[0].Args) != 1 || !slices.Contains(words, then[0].String()) {
			t.Errorf("in %q the message %q stands where more than words do: %s", in, id, pipe)
		}
	})
	if len(messages) < 200 {
		t.Fatalf("found %d messages in the pages, want hundreds", len(messages))
	}

	var text strings.Builder
	for id := range messages {
		text.WriteString(`<p title="{{t ` + strconv.Quote(id) + `}}">{{if true}}{{t ` + strconv.Quote(id) + "}}{{end}}</p>\n")
	}
	for _, tag := range message.Languages() {
		folded, not, err := web.Folded(tag, text.String())
		if err != nil || folded != not || len(folded) < 1000 {
			t.Errorf("%s: folded, messages are other ones; %v", tag, err)
		}
	}
	readers, err := web.Pages(message.English, true)
	if err != nil {
		t.Fatal(err)
	}
	pipes(readers, func(in string, pipe *parse.PipeNode) {
		if id, _ := web.MessageOf(pipe); id != "" {
			t.Errorf("in %q the message %q is looked up for every reader", in, id)
		}
	})
}

func TestFoldedMessagesAreEscaped(t *testing.T) {
	t.Parallel()
	folded, not, err := web.Folded(message.English, `{{with 1}}<a title="{{t "\"<b>\" & 'c'"}}">{{t "<i>"}} {{t "of %s" .}}</a>{{else}}{{t "none"}}{{end}}`)
	if want := `<a title="&#34;&lt;b&gt;&#34; &amp; &#39;c&#39;">&lt;i&gt; of %!s(int=1)</a>`; err != nil || folded != want || not != want {
		t.Errorf("got %q and %q, %v", folded, not, err)
	}
}
