package pipeline

// HubOf is tested by itself: it takes values and gives one.
var HubOf = hubOf
