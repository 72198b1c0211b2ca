package whole_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// startCode is what a chat is given to be confirmed on the web.
var startCode = regexp.MustCompile(`\b[A-Za-z0-9]{32}\b`)

func TestChatAndAccountLinkEitherWayAndPartAgain(t *testing.T) {
	h := open(t)
	t.Run("the web confirms what the chat began", func(t *testing.T) {
		h := h.in(t)
		ana, site := h.person("Ana"), h.signUp("ana@example.com")
		h.earn(site, "12.50")
		code := startCode.FindString(h.ask(ana, "/link").Text)
		chat, err := site.LinkingChat(h.ctx, code)
		if err != nil || chat.ChatID != ana.ID || chat.FirstName != "Ana" {
			t.Fatalf("behind %q is %+v, %v", code, chat, err)
		}
		if _, err := site.ConfirmLink(h.ctx, api.ConfirmLink{Code: code}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		h.hears(ana, "linked to a…@example.com")
		h.took("until the chat was told", began)
		h.showsBalance(ana, "$12.50")
		h.parts(ana, site, func() { h.tap(ana, h.ask(ana, "/unlink"), "Yes, unlink", "no longer linked") })
	})
	t.Run("the chat follows the link of the web", func(t *testing.T) {
		h := h.in(t)
		bob, site := h.person("Bob"), h.signUp("bob@example.com")
		h.earn(site, "7")
		_, payload, _ := strings.Cut(h.linkCode(site).DeepLink, "?start=")
		h.confirms(bob, bob.Start(payload), "b…@example.com")
		h.showsBalance(bob, "$7.00")
		h.parts(bob, site, func() {
			if _, err := site.UnlinkChat(h.ctx); err != nil {
				t.Fatal(err)
			}
			h.hears(bob, "no longer linked")
		})
	})
	t.Run("the chat is given the short code as people copy it", func(t *testing.T) {
		h := h.in(t)
		eve, site := h.person("Eve"), h.signUp("eve@example.com")
		h.earn(site, "3")
		code := strings.ToLower(h.linkCode(site).Code)
		h.confirms(eve, eve.Send(code[:4]+"-"+code[4:]), "e…@example.com")
		h.showsBalance(eve, "$3.00")
	})
}

// earn lets an account be known by its balance.
func (h *house) earn(site *client.Client, amount api.Decimal) {
	h.t.Helper()
	if _, err := site.CreateTransaction(h.ctx, api.CreateTransaction{Kind: api.Income, Amount: amount}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) linkCode(site *client.Client) api.GeneratedCode {
	h.t.Helper()
	code, err := site.GenerateCode(h.ctx, api.PurposeTelegramLink)
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

// confirms answers the question that follows a code; nothing may be bound before that.
func (h *house) confirms(p *telegram.Person, code telegram.Message, account string) {
	h.t.Helper()
	question, err := p.Chat().WaitReply(h.ctx, code.ID)
	if err != nil || question.Text != "Link this chat to "+account+"?" {
		h.t.Fatalf("%q: %q, %v", code.Text, question.Text, err)
	}
	if h.get(tokenKey(p)) != "" {
		h.t.Error("linked before it was confirmed")
	}
	h.tap(p, question, "Yes, link it", "linked to "+account)
}

// parts sees that both sides forget each other.
func (h *house) parts(p *telegram.Person, site *client.Client, part func()) {
	h.t.Helper()
	if user, err := site.User(h.ctx); err != nil || user.TelegramID == nil || *user.TelegramID != p.ID {
		h.t.Errorf("the web does not know the chat: %+v, %v", user, err)
	}
	part()
	if user, err := site.User(h.ctx); err != nil || user.TelegramID != nil {
		h.t.Errorf("the web still knows the chat: %+v, %v", user, err)
	}
	if token := h.get(tokenKey(p)); token != "" {
		h.t.Errorf("Redis still holds the token of %s", p.FirstName)
	}
	if got := h.ask(p, "/balance"); !strings.Contains(got.Text, "don't know you yet") {
		h.t.Errorf("afterwards: %q", got.Text)
	}
}
