package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// method is one of the Bot API's. It runs under the lock.
type method func(*Server, params) (any, error)

// methods lists what a bot may ask, in lower case: Telegram does not mind how
// a method's name is written. getUpdates is not here: it waits, unlocked.
func methods() map[string]method {
	return map[string]method{
		"getme":  func(s *Server, _ params) (any, error) { return s.me(), nil },
		"logout": accept, "close": accept,

		"setwebhook": (*Server).setWebhook, "deletewebhook": (*Server).deleteWebhook,
		"getwebhookinfo": (*Server).getWebhookInfo,

		"sendmessage": (*Server).sendMessage, "sendphoto": (*Server).sendPhoto,
		"senddocument": (*Server).sendDocument, "sendmediagroup": (*Server).sendMediaGroup,
		"sendchataction": (*Server).sendChatAction,

		"editmessagetext": (*Server).editMessageText, "editmessagecaption": (*Server).editMessageCaption,
		"editmessagemedia": (*Server).editMessageMedia, "editmessagereplymarkup": (*Server).editMessageReplyMarkup,
		"deletemessage": (*Server).deleteMessage, "deletemessages": (*Server).deleteMessages,
		"answercallbackquery": (*Server).answerCallbackQuery,

		"getfile": (*Server).getFile, "getuserprofilephotos": (*Server).getUserProfilePhotos,

		"getchat": (*Server).getChat, "getchatmember": (*Server).getChatMember,
		"getchatmembercount": (*Server).getChatMemberCount, "getchatmemberscount": (*Server).getChatMemberCount,
		"getchatadministrators": (*Server).getChatAdministrators, "leavechat": (*Server).leaveChat,
		"banchatmember": (*Server).banChatMember, "kickchatmember": (*Server).banChatMember,
		"unbanchatmember": (*Server).unbanChatMember, "pinchatmessage": (*Server).pinChatMessage,
		"unpinchatmessage": (*Server).unpinChatMessage, "unpinallchatmessages": (*Server).unpinChatMessage,

		"setmycommands": (*Server).setMyCommands, "getmycommands": (*Server).getMyCommands,
		"deletemycommands": (*Server).deleteMyCommands,
		"setmyname":        setAbout("name", 64), "getmyname": getAbout("name"),
		"setmydescription": setAbout("description", 512), "getmydescription": getAbout("description"),
		"setmyshortdescription": setAbout("short_description", 120), "getmyshortdescription": getAbout("short_description"),
		"setchatmenubutton": accept, "getchatmenubutton": getChatMenuButton,
		"setmydefaultadministratorrights": accept,
	}
}

// accept says yes to what has nothing to show here.
func accept(*Server, params) (any, error) { return true, nil }

type pathKind int

const (
	pagePath pathKind = iota
	callPath
	filePath
)

// splitPath takes /bot<token>/<method> and /file/bot<token>/<path> apart.
func splitPath(path string) (token, rest string, kind pathKind) {
	kind = callPath
	if after, ok := strings.CutPrefix(path, "/file"); ok {
		path, kind = after, filePath
	}
	path, ok := strings.CutPrefix(path, "/bot")
	if !ok {
		return "", "", pagePath
	}
	// "/bot<token>/test/<method>" is Telegram's test environment; not here.
	token, rest, ok = strings.Cut(path, "/")
	if !ok {
		return "", "", pagePath
	}
	return token, rest, kind
}

func (s *Server) knows(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.opt.Token)) == 1
}

// serveCall answers one Bot API request.
func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, token, name string) {
	if !s.knows(token) {
		writeAnswer(w, nil, errUnauthorized)
		return
	}
	p, err := readParams(w, r)
	if err != nil {
		writeAnswer(w, nil, err)
		return
	}
	entry := s.record(name, p)
	if fault := s.nextFault(name, p); fault != nil {
		s.serveFault(r.Context(), w, fault, entry, name, p)
		return
	}
	result, err := s.call(r.Context(), name, p)
	s.recordAnswer(entry, status(err))
	writeAnswer(w, result, err)
}

// call does what a bot asks for.
func (s *Server) call(ctx context.Context, name string, p params) (any, error) {
	name = strings.ToLower(name)
	s.mu.Lock()
	refused := s.refused[name]
	s.mu.Unlock()
	if refused {
		return nil, errNotFound
	}
	if name == "getupdates" {
		return s.getUpdates(ctx, p)
	}
	do, ok := s.methods[name]
	if !ok {
		return nil, errNotFound
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed { // what is answered well is kept, and nothing more is
		return nil, errGone
	}
	return do(s, p)
}

// answer is the envelope of every Bot API answer.
type answer struct {
	OK          bool            `json:"ok"`
	Result      any             `json:"result,omitempty"`
	ErrorCode   int             `json:"error_code,omitempty"`
	Description string          `json:"description,omitempty"`
	Parameters  *answerPatience `json:"parameters,omitempty"`
}

type answerPatience struct {
	RetryAfter int `json:"retry_after"`
}

// status is the HTTP status an error travels with.
func status(err error) int {
	var r *refusal
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &r):
		return r.status
	default:
		return http.StatusInternalServerError
	}
}

func writeAnswer(w http.ResponseWriter, result any, err error) {
	out := answer{OK: err == nil, Result: result}
	var r *refusal
	switch {
	case errors.As(err, &r):
		out.ErrorCode, out.Description = r.status, r.description
		if r.retryAfter > 0 {
			out.Parameters = &answerPatience{RetryAfter: r.retryAfter}
		}
	case err != nil:
		out.ErrorCode, out.Description = http.StatusInternalServerError, "Internal Server Error"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status(err))
	_ = json.NewEncoder(w).Encode(out) // a bot that hung up will ask again
}
