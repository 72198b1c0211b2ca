package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretNeverShows(t *testing.T) {
	t.Parallel()
	const canary = "canary-7f3a"
	holder := struct{ Key Text }{canary}
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "key", holder.Key, "holder", holder)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "key", holder.Key, "holder", holder)
	fmt.Fprintf(&out, "%v %+v %#v %s %q", holder, holder, holder, holder.Key, holder.Key)
	if err := json.NewEncoder(&out).Encode(holder); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), canary) {
		t.Errorf("the secret shows: %s", out.String())
	}
	if holder.Key.Reveal() != canary {
		t.Error("Reveal must give the secret")
	}
}
