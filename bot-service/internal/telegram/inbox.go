package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// inboxLife is longer than Telegram keeps an update (24 hours).
	inboxLife = 72 * time.Hour
	// deadAfter is how long a replica may be silent before others take over its updates.
	deadAfter = 30 * time.Second
	stateDone = "done"

	replicasKey = "bot:replicas"
)

// Inbox keeps updates in Redis from the moment Telegram may forget them until they are handled.
//
// Each replica has a hash of updates, and each update a key that says whose it is or that it is
// done. The hash is written first: an update that nobody owns is never lost, only looked at again.
type Inbox struct {
	redis   redis.Cmdable
	replica string
	now     func() time.Time
}

// NewInbox is the inbox of the replica with that name, which must be the same after a restart.
func NewInbox(client redis.Cmdable, replica string) *Inbox {
	return &Inbox{redis: client, replica: replica, now: time.Now}
}

func inboxKey(replica string) string { return "bot:inbox:" + replica }
func updateKey(id int64) string      { return "bot:update:" + strconv.FormatInt(id, 10) }

// add keeps the jobs and tells which of them are this replica's to handle; the others are
// handled, or being handled elsewhere. An error says that none of them is safe.
func (b *Inbox) add(ctx context.Context, jobs []*job) (mine map[int64]bool, err error) {
	pipe := b.redis.TxPipeline()
	owners := make(map[int64]*redis.StringCmd, len(jobs))
	for _, j := range jobs {
		pipe.HSet(ctx, inboxKey(b.replica), strconv.FormatInt(j.id, 10), []byte(j.raw))
		pipe.SetNX(ctx, updateKey(j.id), b.replica, inboxLife)
		owners[j.id] = pipe.Get(ctx, updateKey(j.id))
	}
	pipe.Expire(ctx, inboxKey(b.replica), inboxLife)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	mine = map[int64]bool{}
	var foreign []string
	for id, owner := range owners {
		if owner.Val() == b.replica {
			mine[id] = true
		} else {
			foreign = append(foreign, strconv.FormatInt(id, 10))
		}
	}
	if len(foreign) > 0 {
		// What stays there is looked at again and found to be another's; it must not be handled for it.
		_ = b.redis.HDel(ctx, inboxKey(b.replica), foreign...).Err()
	}
	return mine, nil
}

// done says that an update is handled.
func (b *Inbox) done(ctx context.Context, id int64) error {
	pipe := b.redis.TxPipeline()
	pipe.Set(ctx, updateKey(id), stateDone, inboxLife)
	pipe.HDel(ctx, inboxKey(b.replica), strconv.FormatInt(id, 10))
	_, err := pipe.Exec(ctx)
	return err
}

// leftover shows that this replica is alive and gives what waits in its own inbox and in those
// of replicas that are not, in the order in which it came.
func (b *Inbox) leftover(ctx context.Context) ([]json.RawMessage, error) {
	pipe := b.redis.TxPipeline()
	pipe.ZAdd(ctx, replicasKey, redis.Z{Score: float64(b.now().UnixMilli()), Member: b.replica})
	pipe.Expire(ctx, replicasKey, inboxLife)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	if err := b.adopt(ctx); err != nil {
		return nil, err
	}
	waiting, err := b.redis.HGetAll(ctx, inboxKey(b.replica)).Result()
	if err != nil {
		return nil, err
	}
	return inOrder(waiting), nil
}

// adopt moves the updates of silent replicas here.
func (b *Inbox) adopt(ctx context.Context) error {
	silent, err := b.redis.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: replicasKey, ByScore: true, Start: 0, Stop: b.now().Add(-deadAfter).UnixMilli(),
	}).Result()
	for _, replica := range silent {
		err = errors.Join(err, b.adoptFrom(ctx, replica))
	}
	return err
}

func (b *Inbox) adoptFrom(ctx context.Context, replica string) error {
	// The lock ends by itself, so that the updates of one who dies while adopting are adopted in turn.
	mine, err := b.redis.SetNX(ctx, "bot:adopt:"+replica, b.replica, deadAfter).Result()
	if err != nil || !mine {
		return err
	}
	waiting, err := b.redis.HGetAll(ctx, inboxKey(replica)).Result()
	if err != nil {
		return err
	}
	if err := b.move(ctx, replica, waiting); err != nil {
		return err
	}
	return b.redis.ZRem(ctx, replicasKey, replica).Err()
}

func (b *Inbox) move(ctx context.Context, replica string, waiting map[string]string) error {
	pipe := b.redis.TxPipeline()
	for id, raw := range waiting {
		pipe.HSet(ctx, inboxKey(b.replica), id, raw)
		pipe.Set(ctx, "bot:update:"+id, b.replica, inboxLife)
	}
	pipe.Del(ctx, inboxKey(replica))
	_, err := pipe.Exec(ctx)
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
