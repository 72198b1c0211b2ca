package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
)

const (
	// inboxLife is longer than Telegram keeps an update (24 hours).
	inboxLife = 72 * time.Hour
	// deadAfter is how long a replica may be silent before others take over its updates.
	deadAfter = 30 * time.Second
	stateDone = "done"
)

// Inbox keeps updates in Redis from the moment Telegram may forget them until they are handled.
//
// Each replica has a hash of updates, and each update a key that says whose it is or that it is
// done. The hash is written first: an update that nobody owns is never lost, only looked at again.
// What is done is taken out of the hash now and then, many at once.
type Inbox struct {
	redis   redis.Cmdable
	bot     key.Bot
	replica string
	now     func() time.Time

	mu      sync.Mutex
	spent   []string // done and still in the hash
	endless bool     // the hash may have been made anew and not know yet when it ends
}

// NewInbox is the bot's inbox of the replica with that name, which must be the same after a restart.
func NewInbox(client redis.Cmdable, bot key.Bot, replica string) *Inbox {
	return &Inbox{redis: client, bot: bot, replica: replica, now: time.Now, endless: true}
}

func (b *Inbox) inboxKey(replica string) string { return b.bot.Name("inbox", replica) }
func (b *Inbox) updateKey(id any) string        { return b.bot.Name("update", id) }
func (b *Inbox) replicasKey() string            { return b.bot.Name("replicas") }

// add keeps the jobs and tells which of them are this replica's to handle; the others are
// handled, or being handled elsewhere. An error says that none of them is safe.
func (b *Inbox) add(ctx context.Context, jobs []*job) (mine map[int64]bool, err error) {
	pipe := b.redis.Pipeline()
	inbox := b.inboxKey(b.replica)
	raws := make([]any, 0, 2*len(jobs))
	for _, j := range jobs {
		raws = append(raws, strconv.FormatInt(j.id, 10), []byte(j.raw))
	}
	pipe.HSet(ctx, inbox, raws...)
	if b.madeAnew() {
		pipe.Expire(ctx, inbox, inboxLife)
	}

	first := make(map[int64]*redis.BoolCmd, len(jobs))
	for _, j := range jobs {
		first[j.id] = pipe.SetNX(ctx, b.updateKey(j.id), b.replica, inboxLife)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		b.ended()
		return nil, err
	}

	mine = make(map[int64]bool, len(jobs))
	var known []string
	for id, taken := range first {
		if mine[id] = taken.Val(); !mine[id] {
			known = append(known, strconv.FormatInt(id, 10))
		}
	}
	return mine, b.claim(ctx, known, mine)
}

// claim tells which of the updates that were known before are this replica's, and forgets the others.
func (b *Inbox) claim(ctx context.Context, known []string, mine map[int64]bool) error {
	owners, err := b.owners(ctx, known)
	if err != nil {
		return err
	}

	var foreign []string
	for id, owner := range owners {
		if owner != b.replica {
			foreign = append(foreign, id)
			continue
		}
		number, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return err
		}
		mine[number] = true
	}
	if len(foreign) > 0 {
		// What stays there is looked at again and found to be another's; it must not be handled for it.
		_ = b.redis.HDel(ctx, b.inboxKey(b.replica), foreign...).Err()
		b.ended()
	}
	return nil
}

// owners tells whose updates are; nobody's is one whose key is not there.
func (b *Inbox) owners(ctx context.Context, ids []string) (map[string]string, error) {
	owners := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return owners, nil
	}
	keys := make([]string, 0, len(ids))
	for _, id := range ids {
		keys = append(keys, b.updateKey(id))
	}
	values, err := b.redis.MGet(ctx, keys...).Result()
	for i, value := range values {
		owners[ids[i]], _ = value.(string)
	}
	return owners, err
}

// done says that an update is handled.
func (b *Inbox) done(ctx context.Context, id int64) error {
	err := b.redis.Set(ctx, b.updateKey(id), stateDone, inboxLife).Err()
	if err == nil {
		b.spend(strconv.FormatInt(id, 10))
	}
	return err
}

// firstToTell reports whether nobody was told yet that the update takes long, and takes that for done.
func (b *Inbox) firstToTell(ctx context.Context, id int64) bool {
	first, err := b.redis.SetNX(ctx, b.bot.Name("told", id), 1, inboxLife).Result()
	return first || err != nil
}

// spend has updates taken out of the hash by the next tidy.
func (b *Inbox) spend(ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent = append(b.spent, ids...)
}

// tidy takes out of the hash what is done.
func (b *Inbox) tidy(ctx context.Context) error {
	b.mu.Lock()
	spent := b.spent
	b.spent = nil
	b.mu.Unlock()
	if len(spent) == 0 {
		return nil
	}

	err := b.redis.HDel(ctx, b.inboxKey(b.replica), spent...).Err()
	if err != nil {
		b.spend(spent...)
	}
	b.ended() // Redis drops a hash with its last field
	return err
}

// madeAnew reports whether the hash has to be told when it ends, and takes that for done.
func (b *Inbox) madeAnew() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	anew := b.endless
	b.endless = false
	return anew
}

func (b *Inbox) ended() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.endless = true
}

// leftover shows that this replica is alive and gives what waits in its own inbox and in those
// of replicas that are not, in the order in which it came.
func (b *Inbox) leftover(ctx context.Context) ([]json.RawMessage, error) {
	pipe := b.redis.TxPipeline()
	pipe.ZAdd(ctx, b.replicasKey(), redis.Z{Score: float64(b.now().UnixMilli()), Member: b.replica})
	pipe.Expire(ctx, b.replicasKey(), inboxLife)
	pipe.Expire(ctx, b.inboxKey(b.replica), inboxLife)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	if err := b.tidy(ctx); err != nil {
		return nil, err
	}
	if err := b.adopt(ctx); err != nil {
		return nil, err
	}
	waiting, err := b.redis.HGetAll(ctx, b.inboxKey(b.replica)).Result()
	if err != nil {
		return nil, err
	}
	return inOrder(waiting), nil
}

// adopt moves the updates of silent replicas here.
func (b *Inbox) adopt(ctx context.Context) error {
	silent, err := b.redis.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: b.replicasKey(), ByScore: true, Start: 0, Stop: b.now().Add(-deadAfter).UnixMilli(),
	}).Result()
	for _, replica := range silent {
		err = errors.Join(err, b.adoptFrom(ctx, replica))
	}
	return err
}

func (b *Inbox) adoptFrom(ctx context.Context, replica string) error {
	// The lock ends by itself, so that the updates of one who dies while adopting are adopted in turn.
	mine, err := b.redis.SetNX(ctx, b.bot.Name("adopt", replica), b.replica, deadAfter).Result()
	if err != nil || !mine {
		return err
	}
	waiting, err := b.redis.HGetAll(ctx, b.inboxKey(replica)).Result()
	if err != nil {
		return err
	}
	if err := b.move(ctx, replica, waiting); err != nil {
		return err
	}
	return b.redis.ZRem(ctx, b.replicasKey(), replica).Err()
}

// move takes over what of a replica's updates is not done.
func (b *Inbox) move(ctx context.Context, replica string, waiting map[string]string) error {
	owners, err := b.owners(ctx, slices.Collect(maps.Keys(waiting)))
	if err != nil {
		return err
	}

	pipe := b.redis.TxPipeline()
	for id, raw := range waiting {
		if owners[id] == stateDone {
			continue
		}
		pipe.HSet(ctx, b.inboxKey(b.replica), id, raw)
		pipe.Set(ctx, b.updateKey(id), b.replica, inboxLife)
	}
	pipe.Expire(ctx, b.inboxKey(b.replica), inboxLife)
	pipe.Del(ctx, b.inboxKey(replica))
	_, err = pipe.Exec(ctx)
	return err
}

func inOrder(waiting map[string]string) []json.RawMessage {
	ids := slices.SortedFunc(maps.Keys(waiting), func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		if a < b {
			return -1
		}
		return 1
	})
	raws := make([]json.RawMessage, 0, len(ids))
	for _, id := range ids {
		raws = append(raws, json.RawMessage(waiting[id]))
	}
	return raws
}
