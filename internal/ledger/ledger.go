// Package ledger puts together what articles say: who is who across them, and which quotation is which.
package ledger
