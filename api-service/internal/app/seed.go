package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/seed"
)

// Seed fills DATABASE_URL with made-up people and their books and tells on out how to sign in.
// A database that holds nothing yet gets its schema first. It refuses one that has users, unless
// args say --add.
func Seed(ctx context.Context, args []string, out io.Writer) error {
	o := seed.Options{Now: time.Now()}
	flags := flag.NewFlagSet("api seed", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.IntVar(&o.Families, "families", 10, "how many people, each with a workspace of his own")
	flags.IntVar(&o.Entries, "transactions", 1000, "how many entries each of them has")
	flags.Uint64Var(&o.Seed, "seed", 1, "another number makes other books")
	flags.BoolVar(&o.Add, "add", false, "also where there are users: all new ones have a known password")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("seed takes no argument %q", flags.Arg(0))
	}
	db, err := openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrateFresh(ctx, db, out); err != nil {
		return err
	}
	if o.Hash, err = auth.NewHasher(1, auth.StrongCost).Hash(ctx, seed.Password); err != nil {
		return err
	}
	made, err := seed.Run(ctx, db, o)
	if err != nil {
		return err
	}
	took := time.Since(o.Now).Round(100 * time.Millisecond)
	_, _ = fmt.Fprintf(out, "made in %v: %d people, each with a workspace; %d accounts, %d categories, %d entries, %d parts of split ones\n"+
		"sign in as %s … %s with the password %q\n",
		took, made.Families, made.Accounts, made.Categories, made.Entries, made.Splits, made.First, made.Last, seed.Password)
	return nil
}
