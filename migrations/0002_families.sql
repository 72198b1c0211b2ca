-- +goose Up
CREATE TABLE families (
    id            bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT families_pkey PRIMARY KEY,
    kind          text        NOT NULL CONSTRAINT families_kind_check CHECK (kind IN ('personal', 'family', 'company')),
    name          text        NOT NULL,
    base_currency text        NOT NULL,
    tax_id        text        NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT families_base_currency_check CHECK (base_currency ~ '^[A-Z]{3}$')
);

CREATE TABLE family_members (
    family_id bigint      NOT NULL CONSTRAINT family_members_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    user_id   bigint      NOT NULL CONSTRAINT family_members_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    role      text        NOT NULL CONSTRAINT family_members_role_check CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
    is_active boolean     NOT NULL DEFAULT false,
    joined_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT family_members_pkey PRIMARY KEY (family_id, user_id)
);
CREATE INDEX family_members_user_id_idx ON family_members (user_id, family_id);

-- A user works in one workspace at a time.
CREATE UNIQUE INDEX family_members_active_key ON family_members (user_id) WHERE is_active;

-- +goose Down
DROP TABLE family_members;
DROP TABLE families;
