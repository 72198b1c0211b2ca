package stack

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// nameBot asks Telegram for the bot's name where only its token is given. It
// is a courtesy: links to the bot need the name, nothing else does.
func (s *stack) nameBot(ctx context.Context) {
	if s.settings.get("BOT_USERNAME") != "" {
		return
	}
	name := "finance_bot"
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if asked := askName(ctx, s.settings.get("TELEGRAM_API_URL"), s.settings.get("BOT_TOKEN")); asked != "" {
		name = asked
	}
	s.settings.values["BOT_USERNAME"] = name
}

// askName is empty where Telegram cannot be asked. Errors are not shown, for
// they hold the token.
func askName(ctx context.Context, api, token string) string {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, api+"/bot"+token+"/getMe", http.NoBody)
	if err != nil {
		return ""
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ""
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Result struct {
			Username string `json:"username"`
		} `json:"result"`
	}
	if json.NewDecoder(resp.Body).Decode(&answer) != nil {
		return ""
	}
	return answer.Result.Username
}
