# Type "make" for the list of what can be done.

# The modules of go.work, each checked with the same rules
MODULES = $(shell sed -n 's|^[[:space:]]*\./||p' go.work)
STARTER = deploy/dev/starter

# The tests that have a full size, by parts of their names
SOAK = Crash|Killed|SignatureIsGood|ForgedAddresses|MovingMoney|Generated|ToldAsNotBooked|AtOnceGive|Flood|SlowClients|Disk|RoomThereIs|UnderLoad|Histories

LINTER  = bin/golangci-lint
PROXY   = bin/caddy
COMPOSE = bin/docker-compose

.DEFAULT_GOAL := help

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## run everything on this machine: databases, services, a local Telegram
	@exec $(STARTER) run

test: ## run all tests; ARGS="-run Name ./pkg/..." runs some
	@exec $(STARTER) test $(ARGS)

soak: ## run the tests with crashes and crowds at their full size (about an hour); ARGS="-run Name" runs some
	@TEST_SIZE=full exec $(STARTER) test -v -count=1 -timeout 3h $(or $(ARGS),-run '$(SOAK)') ./deploy/dev/whole ./api-service/internal/app

fuzz: ## try each reader with a million made-up inputs (about half an hour)
	@deploy/dev/fuzz

bench: ## measure the API; ARGS=-small tries it, ARGS=-doc writes docs/performance.md
	@exec $(STARTER) bench $(ARGS)

rehearse: $(PROXY) $(COMPOSE) ## try docker-compose.yml on a real engine of its own (root, Linux; minutes)
	@exec $(STARTER) rehearse

build: ## build the services into bin/
	go build -o bin/ ./api-service/cmd/api ./bot-service/cmd/bot

fmt: ## format all Go files
	@gofmt -w $(MODULES)

vet: ## let the compiler's own checks run
	go vet work

lint: $(LINTER) ## check all modules with golangci-lint
	@for module in $(MODULES); do \
		echo "lint $$module"; \
		(cd $$module && "$(CURDIR)/$(LINTER)" run ./...) || exit 1; \
	done

tidy: ## bring every go.mod and go.sum in step with the code
	@for module in $(MODULES); do (cd $$module && GOWORK=off go mod tidy) || exit 1; done

ci: ## everything a change has to pass
	@.ci/run

clean: ## remove what was built; the data of make run stays
	rm -rf bin "$${RUN_DIR:-.run}/bin" "$${RUN_DIR:-.run}/test-bin"

reset: ## remove the data of make run, after asking
	@exec $(STARTER) reset

$(LINTER): tools/lint/go.mod tools/lint/go.sum
	cd tools/lint && GOWORK=off go build -o ../../bin/ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

# The proxy that compose runs, and Compose itself: building each takes minutes, once.
$(PROXY): tools/caddy/go.mod tools/caddy/go.sum
	cd tools/caddy && CGO_ENABLED=0 GOWORK=off go build -trimpath -o ../../bin/ github.com/caddyserver/caddy/v2/cmd/caddy

$(COMPOSE): tools/compose/go.mod tools/compose/go.sum
	cd tools/compose && CGO_ENABLED=0 GOWORK=off go build -trimpath -o ../../$(COMPOSE) github.com/docker/compose/v2/cmd

.PHONY: help run test soak fuzz bench rehearse build fmt vet lint tidy ci clean reset
