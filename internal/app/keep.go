package app

import (
	"context"
	"log/slog"
	"time"

	"nutgraf/internal/pipeline"
)

// Gone is how much was let go by a rule.
type Gone = pipeline.Gone

// Sweep lets go of what the rules do not keep, without the rests that a service makes; dry, it only counts. Nothing is told when a service
// does so at this moment.
func (k Keeping) Sweep(ctx context.Context, db pipeline.KeepStore, log *slog.Logger, dry bool) ([]Gone, error) {
	keeper := &pipeline.Keeper{Store: db, Keeping: k.Rules(), Holder: holder(), Log: log, Now: time.Now, Hasty: !dry, DryRun: dry}
	return keeper.Sweep(ctx)
}
