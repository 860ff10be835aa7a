package store

import (
	"context"
	"database/sql"
	"errors"
)

// Setting returns what the operator or the program stored under a name; "" when nothing.
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.one(ctx, func(row scanner) error { return row.Scan(&value) }, "SELECT value FROM settings WHERE name = ?", name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, s.fail("setting "+name, err)
}

// SetSetting stores a value under a name; "" forgets it.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.write(ctx, "set setting "+name, func(ctx context.Context, t *tx) error {
		if value == "" {
			_, err := t.exec(ctx, "DELETE FROM settings WHERE name = ?", name)
			return err
		}
		const query = "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
		_, err := t.exec(ctx, query, clip(name, 255), clean(value))
		return err
	})
}
