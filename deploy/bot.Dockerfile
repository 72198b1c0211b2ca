# The bot: one static binary and the CA certificates, nothing else.
# Build it from the top of the repository:
#   docker build -f deploy/bot.Dockerfile -t finance-bot/bot .

FROM golang:1.26-alpine AS build
ENV CGO_ENABLED=0 GOWORK=off

# Modules first: this layer is built again only when a go.mod or go.sum changes.
# deploy/dev and migrations are needed by tests alone, but they belong to the module graph.
WORKDIR /src
COPY pkg/go.mod pkg/
COPY migrations/go.mod migrations/
COPY deploy/dev/go.mod deploy/dev/go.sum deploy/dev/
COPY bot-service/go.mod bot-service/go.sum bot-service/
WORKDIR /src/bot-service
RUN go mod download

COPY pkg /src/pkg
COPY bot-service /src/bot-service
ARG VERSION=dev
RUN go build -trimpath -ldflags "-s -w -X financebot/bot-service/internal/app.version=${VERSION}" -o /out/bot ./cmd/bot

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/bot /bot
USER 65532:65532
EXPOSE 8002
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["/bot", "health"]
ENTRYPOINT ["/bot"]
