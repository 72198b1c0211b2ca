-- Every key within a family begins with family_id: the database itself refuses to mix
-- families, and the schema can be spread over several nodes by it.

-- +goose Up
CREATE TABLE accounts (
    family_id  bigint      NOT NULL CONSTRAINT accounts_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    id         bigint      GENERATED ALWAYS AS IDENTITY,
    name       text        NOT NULL,
    kind       text        NOT NULL,
    currency   text        NOT NULL,
    opening    bigint      NOT NULL DEFAULT 0,
    balance    bigint      NOT NULL DEFAULT 0,
    archived   boolean     NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT accounts_pkey PRIMARY KEY (family_id, id),
    CONSTRAINT accounts_kind_check CHECK (kind IN ('cash', 'bank', 'card', 'savings', 'credit', 'loan', 'investment')),
    CONSTRAINT accounts_currency_check CHECK (currency ~ '^[A-Z]{3}$')
);
CREATE UNIQUE INDEX accounts_name_key ON accounts (family_id, lower(name));

CREATE TABLE categories (
    family_id  bigint      NOT NULL CONSTRAINT categories_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    id         bigint      GENERATED ALWAYS AS IDENTITY,
    parent_id  bigint,
    kind       text        NOT NULL,
    name       text        NOT NULL,
    emoji      text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT categories_pkey PRIMARY KEY (family_id, id),
    CONSTRAINT categories_parent_id_fkey FOREIGN KEY (family_id, parent_id) REFERENCES categories (family_id, id),
    CONSTRAINT categories_kind_check CHECK (kind IN ('income', 'expense'))
);
CREATE UNIQUE INDEX categories_name_key ON categories (family_id, kind, coalesce(parent_id, 0), lower(name));

-- +goose Down
DROP TABLE categories;
DROP TABLE accounts;
