package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"text/tabwriter"
	"time"

	"financebot/api-service/internal/auth"
)

// ErrUsersUsage says what an operator can do about users.
var ErrUsersUsage = errors.New(usersUsage)

const usersUsage = `usage: api users find TEXT             by e-mail, name in Telegram, number, or number in Telegram
       api users sessions USER         where a user is signed in
       api users revoke USER [SESSION] end all sessions of a user, or one
       api users deactivate USER       shut a user out
       api users activate USER         let a user in again
       api users reset-password USER   print a temporary password, which lets in only with a new one
where USER is the user's number, which find tells`

// usersCommand is one of the things that an operator can do about users.
type usersCommand struct {
	least, most int // arguments
	do          func(ctx context.Context, a *auth.Service, args []string, out io.Writer) error
}

var usersCommands = map[string]usersCommand{
	"find":           {1, 1, findUsers},
	"sessions":       {1, 1, ofUser(listSessions)},
	"revoke":         {1, 2, ofUser(revokeSessions)},
	"deactivate":     {1, 1, ofUser(deactivateUser)},
	"activate":       {1, 1, ofUser(activateUser)},
	"reset-password": {1, 1, ofUser(resetPassword)},
}

// Users does what an operator asks about users, of the service with these settings, and tells it on
// out. What it takes away is refused on every replica from the next request on. All of it, also the
// mere looking, is written into the audit log of the users it is about.
func Users(ctx context.Context, c Config, args []string, out io.Writer) error {
	if _, err := usersCommandOf(args); err != nil {
		return err
	}
	db, cache, closeAll, err := openAll(ctx, c)
	if err != nil {
		return err
	}
	defer closeAll()
	return New(c, db, cache, slog.Default(), time.Now).OperateUsers(ctx, args, out)
}

// OperateUsers is Users, of this service.
func (a *App) OperateUsers(ctx context.Context, args []string, out io.Writer) error {
	command, err := usersCommandOf(args)
	if err != nil {
		return err
	}
	return command.do(ctx, a.slices.auth, args[1:], out)
}

func usersCommandOf(args []string) (usersCommand, error) {
	if len(args) == 0 {
		return usersCommand{}, ErrUsersUsage
	}
	command, ok := usersCommands[args[0]]
	if n := len(args) - 1; !ok || n < command.least || n > command.most {
		return usersCommand{}, ErrUsersUsage
	}
	return command, nil
}

// ofUser is a command whose first argument is the number of a user.
func ofUser(
	do func(ctx context.Context, a *auth.Service, user int64, args []string, out io.Writer) error,
) func(context.Context, *auth.Service, []string, io.Writer) error {
	return func(ctx context.Context, a *auth.Service, args []string, out io.Writer) error {
		user, err := strconv.ParseInt(args[0], 10, 64)
		if err != nil {
			return fmt.Errorf("USER is a number, not %q: `api users find` tells it", args[0])
		}
		if err := do(ctx, a, user, args[1:], out); err != nil {
			return fmt.Errorf("user %d: %w", user, plain(err))
		}
		return nil
	}
}

func findUsers(ctx context.Context, a *auth.Service, args []string, out io.Writer) error {
	found, err := a.Find(ctx, args[0])
	if err != nil {
		return plain(err)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "USER\tE-MAIL\tTELEGRAM\tUSERNAME\tNAME\tACTIVE\tSINCE")
	for _, u := range found {
		_, _ = fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%t\t%s\n", u.ID, given(u.Email), given(u.TelegramID),
			orDash(u.Username), orDash(oneLine(u.FirstName+" "+u.LastName)), u.IsActive, u.CreatedAt.Format(time.DateOnly))
	}
	return table.Flush()
}

func listSessions(ctx context.Context, a *auth.Service, user int64, _ []string, out io.Writer) error {
	all, err := a.SessionsOf(ctx, user)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SESSION\tKIND\tBEGAN\tLAST SEEN\tENDS\tADDRESS\tDEVICE")
	for _, s := range all {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Kind, s.CreatedAt.UTC().Format(time.DateTime),
			s.LastSeenAt.UTC().Format(time.DateTime), s.ExpiresAt.UTC().Format(time.DateTime), orDash(s.IP), orDash(oneLine(s.Device)))
	}
	return table.Flush()
}

func revokeSessions(ctx context.Context, a *auth.Service, user int64, args []string, out io.Writer) error {
	session := ""
	if len(args) == 1 {
		session = args[0]
	}
	ended, err := a.Revoke(ctx, user, session)
	if err == nil {
		_, _ = fmt.Fprintf(out, "user %d: %d ended\n", user, ended)
	}
	return err
}

func deactivateUser(ctx context.Context, a *auth.Service, user int64, _ []string, out io.Writer) error {
	err := a.Deactivate(ctx, user)
	if err == nil {
		_, _ = fmt.Fprintf(out, "user %d is shut out\n", user)
	}
	return err
}

func activateUser(ctx context.Context, a *auth.Service, user int64, _ []string, out io.Writer) error {
	err := a.Activate(ctx, user)
	if err == nil {
		_, _ = fmt.Fprintf(out, "user %d may sign in again\n", user)
	}
	return err
}

func resetPassword(ctx context.Context, a *auth.Service, user int64, _ []string, out io.Writer) error {
	password, err := a.ResetPassword(ctx, user)
	if err == nil {
		_, _ = fmt.Fprintf(out, "%s\n\nThis is user %d's password for a day. Signing in with it asks for a new one at once.\n"+
			"All sessions of the user have ended.\n", password, user)
	}
	return err
}
