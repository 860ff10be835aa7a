package feed

import (
	"strings"

	"nutgraf/internal/text"
)

var emailPattern = text.Lazy(`[^\s<>()\[\],;:"]{1,64}@[^\s<>()\[\],;:"]{1,200}`)

// person adds who is named by an element: a name and an address in one text, or in children.
func (m *mapper) person(people []string, c *node) []string {
	for child := c.first; child != nil; child = child.next {
		if child.local == "name" {
			return appendPerson(people, m.plain(child))
		}
	}
	for child := c.first; child != nil; child = child.next {
		if child.local == "email" {
			return appendPerson(people, m.plain(child))
		}
	}
	return appendPerson(people, m.plain(c))
}

// appendPerson adds a name once. A mail address stands for a name only until there is one.
func appendPerson(people []string, text string) []string {
	name := personName(text)
	if name == "" || len(people) >= maxAuthors {
		return people
	}
	for _, known := range people {
		if strings.EqualFold(known, name) {
			return people
		}
	}
	isEmail := strings.Contains(name, "@")
	if isEmail && len(people) > 0 {
		return people
	}
	if !isEmail && len(people) == 1 && strings.Contains(people[0], "@") {
		return []string{name}
	}
	return append(people, name)
}

// personName takes the name out of "me@example.org (A Name)", "A Name <me@example.org>" and the like.
func personName(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "")
	}
	text = strings.ReplaceAll(text, "mailto:", "")
	if !strings.Contains(text, "@") {
		return strings.Trim(text, "()")
	}
	email := emailPattern.FindString(text)
	name := strings.Trim(strings.Replace(text, email, "", 1), " <>()[],;:\"")
	if name == "" {
		return email
	}
	return name
}
