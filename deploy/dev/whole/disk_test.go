//go:build linux

package whole_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/pgboot"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// receipt is a file of so many bytes that cannot be packed.
func receipt(size int) api.Upload {
	content := make([]byte, size)
	_, _ = rand.Read(content) // never fails
	return api.Upload{Name: "receipt.pdf", Content: append([]byte("%PDF-1.4\n"), content...)}
}

// An ordinary user can make room short as well: no file of the database may outgrow a limit. It is
// the files of the log that must have room, and half a block, so that a write is cut short as on a
// full disk.
const fileLimit = "16781312" // 16 MiB and 4 KiB

// Who uploads more than there is room for is told so and leaves nothing behind, others book on, and
// it goes on as soon as there is room again.
func TestFilesBeyondTheRoomThereIsAreRefusedWhole(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	c := h.booker("ana", 1)
	in := api.CreateTransaction{Kind: api.Expense, Amount: "0.01", Note: "with receipts"}
	entry, err := c.CreateTransaction(h.ctx, in)
	h.must(err)
	h.limitFiles(fileLimit)

	began := time.Now()
	kept := 0
	upload := func() error {
		return second(c.AddAttachment(h.ctx, api.AddAttachment{ID: entry.ID, File: receipt(4 * mebibyte)}))
	}
	const most = 10
	for err = nil; err == nil && kept < most; {
		if err = upload(); err == nil {
			kept++
		}
	}
	h.refusedForNow(err)
	h.refusedForNow(upload()) // and each time
	in.Note = "meanwhile"
	h.must(second(c.CreateTransaction(h.ctx, in)))
	if stored := rows(h, pgx.RowTo[int64], "SELECT count(*) FROM attachments")[0]; stored != int64(kept) {
		t.Errorf("%d files are stored, %d were acknowledged", stored, kept)
	}

	h.limitFiles("unlimited")
	h.must(upload())
	h.took(fmt.Sprintf("%d files, then no room, then room again", kept), began)
	h.bookedOnce(2)
}

// limitFiles bounds how large the server's files may grow, for all its processes.
func (h *house) limitFiles(bytes string) {
	h.t.Helper()
	all := append([]int32{int32(h.postgres.PID())},
		rows(h, pgx.RowTo[int32], "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")...)
	for _, pid := range all {
		owner, err := os.Stat(fmt.Sprintf("/proc/%d", pid))
		if err != nil {
			continue // it has ended
		}
		limit := exec.Command("prlimit", "--pid", strconv.Itoa(int(pid)), "--fsize="+bytes+":")
		if as := owner.Sys().(*syscall.Stat_t); int(as.Uid) != os.Geteuid() {
			limit.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: as.Uid, Gid: as.Gid}}
		}
		if said, err := limit.CombinedOutput(); err != nil {
			h.t.Skipf("a limit for files cannot be set: %v: %s", err, said)
		}
	}
}

func (h *house) refusedForNow(err error) {
	h.t.Helper()
	if !errs.Is(err, errs.Unavailable) || errs.As(err).RetryAfter == 0 {
		h.t.Errorf("without room: got %v, want that it is unavailable, and when to come back", err)
	}
}

// The whole disk of the database is full: that is told, nothing is booked by halves, and entries
// are booked again once there is room.
func TestFullDiskIsToldAndGottenOver(t *testing.T) {
	if devtest.Sized(0, 1) == 0 {
		t.Skip("it is tried at full size only")
	}
	disk := smallDisk(t)
	h := buildOn(t, pgboot.Options{Dir: filepath.Join(disk, "database")})
	if !strings.HasPrefix(h.postgres.DataDir, disk) {
		t.Skipf("%s cannot be reached by the server's user", disk)
	}
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	c := h.booker("ana", 1)

	booked := 0
	book := func() error {
		_, err := c.Once(fmt.Sprint(booked)).CreateTransaction(h.ctx, api.CreateTransaction{
			Kind: api.Expense, Amount: "0.01", Note: fmt.Sprintf("%d %s", booked, strings.Repeat("long ", 40)),
		})
		if err == nil {
			booked++
		}
		return err
	}
	h.must(book())
	for round := range 3 {
		free := fill(t, filepath.Join(disk, "ballast"))
		const most = 100_000
		var err error
		for n := 0; err == nil && n < most; n++ {
			err = book()
		}
		h.refusedForNow(err)
		t.Logf("round %d: %d entries, then %v", round+1, booked, err)

		free()
		began := time.Now()
		select {
		case <-h.postgres.Done(): // it gives up where its log has no room; its supervisor starts it
			h.must(h.postgres.Restart(h.ctx))
			t.Log("PostgreSQL had ended")
		default:
		}
		again, err := h.untilAnswered(book)
		h.must(err)
		h.took(fmt.Sprintf("until an entry was booked again, asked %d times more", again), began)
	}
	h.bookedOnce(booked)
}

// smallDisk is a file system of its own that holds little more than an empty database.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk, err := os.MkdirTemp("", "financebot-disk-") //nolint:usetesting // a folder of the test lets nobody else pass
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(disk) })
	if err := syscall.Mount("none", disk, "tmpfs", 0, "size=300m,mode=755"); err != nil {
		t.Skipf("a disk cannot be mounted, which only root may: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	return disk
}

// fill writes a file until there is no room left; free removes it.
func fill(t *testing.T, path string) (free func()) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, mebibyte)
	for size := len(zeros); size > 0; {
		if _, err = file.Write(zeros[:size]); errors.Is(err, syscall.ENOSPC) {
			size /= 2 // the last blocks as well
		} else if err != nil {
			t.Fatal(err)
		}
	}
	_ = file.Close() // what is written is enough
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
