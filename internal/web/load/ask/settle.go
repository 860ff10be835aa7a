package ask

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// Settle is where pages are that have moved, asked once each and not followed further: readers come by links that lead there. Those
// that have not moved stay as they are; of them the site has made a page then.
func Settle(ctx context.Context, client *http.Client, connections int, addresses []string) ([]string, error) {
	once := *client
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	settled, errs := make([]string, len(addresses)), make([]error, connections)
	var all sync.WaitGroup
	for w := range connections {
		all.Go(func() {
			for i := w; i < len(addresses) && errs[w] == nil; i += connections {
				settled[i], errs[w] = place(ctx, &once, addresses[i])
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("where the pages are: %w", err)
		}
	}
	return settled, nil
}

func place(ctx context.Context, client *http.Client, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return "", err
	}
	if to, err := response.Location(); err == nil {
		return to.String(), nil
	}
	return address, nil
}
