// Command api is the REST service: it owns the database and gives tokens out.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones, also where the machine has none

	"financebot/api-service/internal/app"
)

var errUsage = errors.New("usage: api [serve | migrate up|status|down --yes | check | seed | users … | health | version]")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

func users(ctx context.Context, args []string) error {
	config, err := app.LoadConfig()
	if err != nil {
		return err
	}
	return app.Users(ctx, config, args, os.Stdout)
}

func run(ctx context.Context, args []string) error {
	command := "serve"
	if len(args) > 0 {
		command = args[0]
	}
	switch {
	case command == "serve" && len(args) <= 1:
		config, err := app.LoadConfig()
		if err != nil {
			return err
		}
		return app.Run(ctx, config)
	case command == "migrate":
		return app.Migrate(ctx, args[1:], os.Stdout)
	case command == "check" && len(args) == 1:
		return app.Check(ctx, os.Stdout)
	case command == "users":
		return users(ctx, args[1:])
	case command == "deactivate":
		return users(ctx, args)
	case command == "seed":
		return app.Seed(ctx, args[1:], os.Stdout)
	case command == "health" && len(args) == 1:
		return app.Probe(ctx, os.Getenv("API_ADDR"))
	case command == "version" && len(args) == 1:
		fmt.Println(app.Version())
		return nil
	}
	return errUsage
}
