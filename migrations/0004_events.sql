-- +goose Up

-- Events are written in the transaction that they tell of. Readers go by (xid, id) and stop
-- before the oldest transaction still running: an event that commits late is never skipped.
CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_pkey PRIMARY KEY,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    kind       text        NOT NULL,
    user_id    bigint      NOT NULL,
    chat_id    bigint,
    data       jsonb       NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_chat_idx ON events (xid, id) WHERE chat_id IS NOT NULL;
CREATE INDEX events_user_idx ON events (user_id, xid, id);
CREATE INDEX events_created_at_idx ON events (created_at);

-- How far a client that keeps no state of its own has read.
CREATE TABLE event_readers (
    client     text        NOT NULL CONSTRAINT event_readers_pkey PRIMARY KEY,
    cursor     text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE event_readers;
DROP TABLE events;
