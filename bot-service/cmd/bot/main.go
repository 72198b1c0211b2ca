// Command bot is the Telegram side of the product. It holds nothing that it cannot lose:
// people's data is behind the API.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the image has no time zones of its own

	"financebot/bot-service/internal/app"
)

const usage = "usage: bot [serve|health|version]"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bot:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	command := "serve"
	if len(args) > 0 {
		command = args[0]
	}
	switch command {
	case "serve":
		return serve(ctx)
	case "health":
		return app.Probe(ctx)
	case "version":
		fmt.Println(app.Version())
		return nil
	default:
		return fmt.Errorf("%q is no command; %s", command, usage)
	}
}

func serve(ctx context.Context) error {
	config, err := app.Load()
	if err != nil {
		return err
	}
	bot, err := app.New(config, app.Version(), os.Stdout)
	if err != nil {
		return err
	}
	return bot.Run(ctx)
}
