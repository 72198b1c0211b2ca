package web

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

// Why a caller is turned away.
var (
	ErrNoToken = errs.New(errs.Unauthenticated, api.CodeTokenMissing, "A bearer token is required")
	ErrStepUp  = errs.New(errs.Forbidden, api.CodeStepUp, "Please sign in on the web to do this")
	ErrRole    = errs.New(errs.Forbidden, api.CodeFamilyRole, "Your role in this workspace does not allow this")
	errFamily  = errs.New(errs.Invalid, api.CodeFamilyInvalid, "X-Family-Id must be the number of a workspace").On("X-Family-Id")
)

// Sessions knows whose token is whose.
type Sessions interface {
	// Verify reads a token without asking anybody; signed says that a trusted client sent it.
	Verify(token string, signed bool) (actor.Actor, error)
	// Check refuses an actor whose session is over, and completes him from it.
	Check(ctx context.Context, a actor.Actor) (actor.Actor, error)
}

// Workspaces knows who works where.
type Workspaces interface {
	// Resolve gives the workspace asked for, or the active one for zero, and the user's role in it.
	Resolve(ctx context.Context, userID, familyID int64) (int64, actor.Role, error)
}

// Answers gives the first answer to a request again.
type Answers interface {
	// Once runs f and keeps its answer and status with what f does, or gives those that key has.
	Once(ctx context.Context, key string, fingerprint []byte, status int, f func(context.Context) ([]byte, error)) (int, []byte, error)
}

// Guard stands before every route: it knows who calls, counts the calls, and lets in or not.
type Guard struct {
	Sessions      Sessions
	Workspaces    Workspaces
	Answers       Answers
	Limiter       *Limiter
	Passes        *Passes
	Cache         *Cache
	Keys          signing.Keys // of clients that sign
	AllowUnsigned bool         // whether bot routes are open to everybody, for trials on one machine
	AuthPerMinute int
	APIPerMinute  int
	Now           func() time.Time

	seen *memory // nonces
}

// admit identifies the caller and puts him into the request's context.
func (g *Guard) admit(c echo.Context, route Route) error {
	signature, err := g.signature(c, route)
	if err != nil {
		return err
	}
	ctx := actor.WithOrigin(c.Request().Context(), actor.Origin{
		IP: c.RealIP(), Device: c.Request().UserAgent(), RequestID: requestID(c), Signature: signature,
	})
	c.SetRequest(c.Request().WithContext(ctx))
	trusted := signature != nil || g.AllowUnsigned
	switch bearer := bearerToken(c); {
	case route.Access == Public:
		return g.limit(c, "auth:ip:"+network(c.RealIP()), g.AuthPerMinute)
	case route.Access == Open:
		return g.limit(c, "open:ip:"+network(c.RealIP()), g.APIPerMinute)
	case route.Access == Bot || route.Access == UserOrBot && bearer == "" && signature != nil:
		if !trusted {
			return g.turnAway(c, "auth:ip:", g.AuthPerMinute, signing.ErrMissing)
		}
		return nil
	default:
		return g.bearer(c, route, bearer, trusted)
	}
}

// signature verifies a signed request. Where no session is written by the call, its nonce is
// spent here; the other routes spend it in the transaction of what they write.
func (g *Guard) signature(c echo.Context, route Route) (*signing.Signature, error) {
	if !signing.Signed(c.Request()) {
		return nil, nil
	}
	body, err := readBody(c)
	if err != nil {
		return nil, err
	}
	signature, err := signing.Verify(c.Request(), body, client.BotClient, g.Keys, g.Now())
	if err != nil {
		return nil, g.turnAway(c, "signature:ip:", g.AuthPerMinute, err)
	}
	if route.Access != Bot && !g.fresh(c.Request().Context(), signature) {
		return nil, signing.ErrReplay
	}
	return &signature, nil
}

// fresh reports whether the nonce is seen for the first time: by this replica and, while Redis
// is up, by any.
func (g *Guard) fresh(ctx context.Context, s signing.Signature) bool {
	key, first := "api:nonce:"+s.Key+":"+s.Nonce, false
	if n, _ := g.seen.count(key, g.Now(), signing.NonceLife); n > 1 {
		return false
	}
	err := g.Cache.do(ctx, func(ctx context.Context, r redis.Cmdable) (err error) {
		first, err = r.SetNX(ctx, key, 1, signing.NonceLife).Result()
		return err
	})
	return first || err != nil
}

func (g *Guard) bearer(c echo.Context, route Route, token string, trusted bool) error {
	if token == "" {
		return g.turnAway(c, "anonymous:ip:", g.APIPerMinute, ErrNoToken)
	}
	who, err := g.Sessions.Verify(token, trusted)
	if err != nil {
		return g.turnAway(c, "anonymous:ip:", g.APIPerMinute, err)
	}
	wanted, familyErr := wantedFamily(c)
	key, ctx := passKey(who, route, wanted), c.Request().Context()
	budget, read := g.Limiter.takeAndRead(ctx, userBucket(who.UserID), g.APIPerMinute, key, voidKey(who.UserID), eraKey)
	if err := budget.tell(c.Response().Header(), g.Now()); err != nil {
		return err
	}
	if route.Access == Family && familyErr != nil {
		return familyErr
	}
	if who, err = g.know(ctx, route, who, wanted, key, read); err != nil {
		return err
	}
	if route.StepUp && who.Restricted {
		return ErrStepUp
	}
	if route.Least != "" && !who.Role.May(route.Least) {
		return ErrRole
	}
	c.SetRequest(c.Request().WithContext(actor.With(ctx, who)))
	return nil
}

// userBucket is what the calls of a user are counted in.
func userBucket(userID int64) string { return "api:user:" + strconv.FormatInt(userID, 10) }

// know completes the caller by his pass, or from the database. read is what Redis has for key,
// of the user's last voiding and of the era, or nil.
func (g *Guard) know(ctx context.Context, route Route, who actor.Actor, wanted int64, key string, read []string) (actor.Actor, error) {
	state := ""
	if read != nil {
		state = g.Passes.state(ctx, read[1], read[2])
		if known, ok := g.Passes.open(who, key, read[0], state); ok {
			return known, nil
		}
	}
	who, err := g.Sessions.Check(ctx, who)
	if err != nil {
		return who, err
	}
	if route.Access == Family {
		if who.FamilyID, who.Role, err = g.Workspaces.Resolve(ctx, who.UserID, wanted); err != nil {
			return who, err
		}
	}
	g.Passes.keep(ctx, who, key, state)
	return who, nil
}

// count counts the calls of bot routes, which are known by the chat in their input.
func (g *Guard) count(c echo.Context, route Route, in any) error {
	chat, ok := in.(interface{ TelegramChat() int64 })
	if route.Access != Bot || !ok {
		return nil
	}
	return g.limit(c, "auth:chat:"+strconv.FormatInt(chat.TelegramChat(), 10), g.APIPerMinute)
}

// turnAway counts a refused call by its address, so that guessing runs into the limit. A client
// that signs does not guess, and behind its address are all its chats.
func (g *Guard) turnAway(c echo.Context, bucket string, limit int, why error) error {
	if actor.OriginOf(c.Request().Context()).Signature != nil {
		return why
	}
	if err := g.limit(c, bucket+network(c.RealIP()), limit); err != nil {
		return err
	}
	return why
}

func (g *Guard) limit(c echo.Context, key string, limit int) error {
	return g.Limiter.take(c.Request().Context(), key, limit).tell(c.Response().Header(), g.Now())
}

// bearerToken is the token of the Authorization header; the scheme's case does not matter (RFC 9110 §11.1).
func bearerToken(c echo.Context) string {
	scheme, token, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func wantedFamily(c echo.Context) (int64, error) {
	text := c.Request().Header.Get("X-Family-Id")
	if text == "" {
		text = c.QueryParam("family_id")
	}
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, errFamily
	}
	return id, nil
}

// network is what one subscriber holds: an IPv4 address, or the /64 of an IPv6 address.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr.Unmap().Is4() {
		return addr.Unmap().String()
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
