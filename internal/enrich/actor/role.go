package actor

import "nutgraf/internal/news"

func (f *finder) roles(actors []news.Actor) {}
