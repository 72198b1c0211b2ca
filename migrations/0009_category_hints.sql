-- +goose Up

-- Which category somebody chose for words that he typed, for the next entry of the same words.
-- The words stood in the note or, of an entry without one, in the payee.
CREATE TABLE category_hints (
    family_id   bigint      NOT NULL CONSTRAINT category_hints_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    kind        text        NOT NULL,
    source      text        NOT NULL,
    words       text        NOT NULL,
    category_id bigint      NOT NULL,
    updated_at  timestamptz NOT NULL,
    CONSTRAINT category_hints_pkey PRIMARY KEY (family_id, kind, source, words),
    CONSTRAINT category_hints_category_id_fkey FOREIGN KEY (family_id, category_id) REFERENCES categories (family_id, id),
    CONSTRAINT category_hints_kind_check CHECK (kind IN ('income', 'expense')),
    CONSTRAINT category_hints_source_check CHECK (source IN ('note', 'payee')),
    CONSTRAINT category_hints_words_check CHECK (length(words) BETWEEN 1 AND 100)
);
CREATE INDEX category_hints_category_idx ON category_hints (family_id, category_id);

-- +goose Down
DROP TABLE category_hints;
