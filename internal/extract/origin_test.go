package extract_test

import (
	"testing"

	"nutgraf/internal/extract"
)

func TestOrigin(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, address, outlet string }{
		{"nothing told", "<html><head><title>A</title></head></html>", "", ""},
		{"canonical wins", `<meta property="og:url" content="https://a.invalid/og"><link rel="canonical" href="https://a.invalid/1">`, "https://a.invalid/1", ""},
		{"whatever the order", `<link rel="canonical" href="https://a.invalid/1"><meta property="og:url" content="https://a.invalid/og">`, "https://a.invalid/1", ""},
		{"Open Graph", `<meta property="og:url" content="https://a.invalid/og"/><meta property="og:site_name" content="The Gull &amp; Co">`, "https://a.invalid/og", "The Gull & Co"},
		{"no address", `<link rel="canonical" href="/1"><meta property="og:url" content="javascript:alert(1)">`, "", ""},
		{"after the head", `<head></head><body><meta property="og:site_name" content="A reader's comment">`, "", ""},
		{"broken", `<link rel="canonical" href="https://a.inv`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, outlet := extract.Origin([]byte(test.page))
			if address != test.address || outlet != test.outlet {
				t.Errorf("got %q, %q, want %q, %q", address, outlet, test.address, test.outlet)
			}
		})
	}
}
