# The API and its migrations: one static binary and the CA certificates, nothing else.
# Build it from the top of the repository:
#   docker build -f deploy/api.Dockerfile -t finance-bot/api .

FROM golang:1.26-alpine AS build
ENV CGO_ENABLED=0 GOWORK=off

# Modules first: this layer is built again only when a go.mod or go.sum changes.
# deploy/dev is needed by tests alone, but it belongs to the module graph.
WORKDIR /src
COPY pkg/go.mod pkg/
COPY migrations/go.mod migrations/
COPY deploy/dev/go.mod deploy/dev/go.sum deploy/dev/
COPY api-service/go.mod api-service/go.sum api-service/
WORKDIR /src/api-service
RUN go mod download

COPY pkg /src/pkg
COPY migrations /src/migrations
COPY api-service /src/api-service
ARG VERSION=dev
RUN go build -trimpath -ldflags "-s -w -X financebot/api-service/internal/app.version=${VERSION}" -o /out/api ./cmd/api

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/api /api
USER 65532:65532
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["/api", "health"]
ENTRYPOINT ["/api"]
CMD ["serve"]
