-- +goose Up

-- The messages of banks that were booked, by a digest of their text: one that comes twice is booked once.
CREATE TABLE bank_messages (
    family_id      bigint      NOT NULL CONSTRAINT bank_messages_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    digest         bytea       NOT NULL,
    transaction_id bigint      NOT NULL,
    joined_id      bigint,               -- the transfer that it became the first half of
    half           boolean     NOT NULL, -- whether it may be one half of a transfer
    created_at     timestamptz NOT NULL,
    CONSTRAINT bank_messages_pkey PRIMARY KEY (family_id, digest)
);

CREATE INDEX bank_messages_transaction_idx ON bank_messages (family_id, transaction_id);

-- What somebody said about the messages of a bank: the account of a card, and which way the money
-- of a form goes.
CREATE TABLE bank_lessons (
    family_id  bigint      NOT NULL CONSTRAINT bank_lessons_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    cue        text        NOT NULL, -- card:1234 or form:DIGEST
    meaning    text        NOT NULL, -- the id of the account, or the kind of the entry
    updated_at timestamptz NOT NULL,
    CONSTRAINT bank_lessons_pkey PRIMARY KEY (family_id, cue)
);

-- +goose Down
DROP TABLE bank_lessons;
DROP TABLE bank_messages;
