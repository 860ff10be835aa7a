// Package ledger puts together what articles say: who is who across them, and which quotation is which.
//
// It keeps nothing. Whoever calls it hands over some articles with what the store has under their keys, and writes down what comes of them:
//
//	known := …                             // under NameKeys and QuoteKeys of the articles
//	out := ledger.Settle(articles, known, next entity, next saying)
//	for _, p := range out.Entities { … }   // to be found under ProfileKeys(p)
//
// Evidence decides, never a surname alone; what is remembered of an entity in order to recognise it is a blob beside it. The
// same articles and the same knowledge give the same ledger.
package ledger
