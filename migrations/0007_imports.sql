-- +goose Up

-- A file on its way into the ledger. It is kept until it is booked, or for a day; afterwards
-- what it did is kept, so that it can be taken back.
CREATE TABLE imports (
    family_id    bigint      NOT NULL CONSTRAINT imports_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    id           uuid        NOT NULL,
    user_id      bigint      NOT NULL,
    name         text        NOT NULL DEFAULT '',
    format       text        NOT NULL DEFAULT '',
    encoding     text        NOT NULL DEFAULT '',
    account_id   bigint      NOT NULL DEFAULT 0,
    content      bytea,
    operation_id uuid,
    total        integer     NOT NULL DEFAULT 0,
    booked       integer     NOT NULL DEFAULT 0,
    kept         integer     NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    applied_at   timestamptz,
    undone_at    timestamptz,
    CONSTRAINT imports_pkey PRIMARY KEY (family_id, id),
    CONSTRAINT imports_content_check CHECK ((content IS NULL) = (applied_at IS NOT NULL)),
    CONSTRAINT imports_undone_check CHECK (undone_at IS NULL OR applied_at IS NOT NULL)
);
CREATE INDEX imports_created_at_idx ON imports (family_id, created_at DESC);
CREATE INDEX imports_waiting_idx ON imports (created_at) WHERE applied_at IS NULL;
CREATE INDEX imports_operation_id_idx ON imports (family_id, operation_id);

-- Which entries came by which import, and by which name the bank knows them. A line stays
-- when its entry goes, because an undone deletion brings the entry back under its number.
CREATE TABLE imported_entries (
    family_id      bigint NOT NULL,
    transaction_id bigint NOT NULL,
    import_id      uuid   NOT NULL,
    account_id     bigint NOT NULL,
    external_id    text   NOT NULL DEFAULT '',
    CONSTRAINT imported_entries_pkey PRIMARY KEY (family_id, transaction_id),
    CONSTRAINT imported_entries_import_id_fkey FOREIGN KEY (family_id, import_id) REFERENCES imports (family_id, id) ON DELETE CASCADE
);
CREATE INDEX imported_entries_import_idx ON imported_entries (family_id, import_id);
CREATE INDEX imported_entries_external_idx ON imported_entries (family_id, external_id) WHERE external_id <> '';

-- How files with the same headings were read the last time.
CREATE TABLE import_memories (
    family_id   bigint      NOT NULL CONSTRAINT import_memories_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    fingerprint bytea       NOT NULL,
    plan        jsonb       NOT NULL,
    used_at     timestamptz NOT NULL,
    CONSTRAINT import_memories_pkey PRIMARY KEY (family_id, fingerprint)
);

-- Receipts and the like, beside the entries that they prove. No key binds them to their entry,
-- because an undone deletion brings that back under its number; what has none is swept later.
CREATE TABLE attachments (
    family_id      bigint      NOT NULL CONSTRAINT attachments_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    id             bigint      GENERATED ALWAYS AS IDENTITY,
    transaction_id bigint      NOT NULL,
    name           text        NOT NULL,
    media          text        NOT NULL,
    size           integer     NOT NULL,
    content        bytea       NOT NULL,
    created_by     bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (family_id, id)
);
CREATE INDEX attachments_transaction_idx ON attachments (family_id, transaction_id);

-- +goose Down
DROP TABLE attachments;
DROP TABLE import_memories;
DROP TABLE imported_entries;
DROP TABLE imports;
