-- +goose Up
CREATE TABLE users (
    id             bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT users_pkey PRIMARY KEY,
    email          text,
    password_hash  text,
    telegram_id    bigint CONSTRAINT users_telegram_id_key UNIQUE,
    username       text        NOT NULL DEFAULT '',
    first_name     text        NOT NULL DEFAULT '',
    last_name      text        NOT NULL DEFAULT '',
    is_active      boolean     NOT NULL DEFAULT true,
    email_verified boolean     NOT NULL DEFAULT false,
    language       text        NOT NULL DEFAULT 'en',
    timezone       text        NOT NULL DEFAULT 'UTC',
    referral_code  text        NOT NULL CONSTRAINT users_referral_code_key UNIQUE,
    referred_by    bigint CONSTRAINT users_referred_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    public_profile boolean     NOT NULL DEFAULT true,
    photo_file_id  text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_way_in_check CHECK (email IS NOT NULL OR telegram_id IS NOT NULL),
    CONSTRAINT users_language_check CHECK (language IN ('en', 'ro', 'ru'))
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE INDEX users_referred_by_idx ON users (referred_by, created_at) WHERE referred_by IS NOT NULL;

-- A session is one place where a user is signed in. Refresh tokens are kept as hashes: the
-- current one and the one it replaced.
CREATE TABLE sessions (
    id              uuid        NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id         bigint      NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    kind            text        NOT NULL CONSTRAINT sessions_kind_check CHECK (kind IN ('web', 'telegram')),
    telegram_id     bigint,
    restricted      boolean     NOT NULL DEFAULT false,
    device          text        NOT NULL,
    ip              text        NOT NULL,
    refresh_counter bigint      NOT NULL DEFAULT 0,
    refresh_hash    bytea,
    previous_hash   bytea,
    refreshed_at    timestamptz NOT NULL,
    successor_used  boolean     NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL,
    last_seen_at    timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    revoke_reason   text        NOT NULL DEFAULT '',
    CONSTRAINT sessions_telegram_check CHECK ((kind = 'telegram') = (telegram_id IS NOT NULL))
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id, created_at) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX sessions_chat_key ON sessions (telegram_id) WHERE kind = 'telegram' AND revoked_at IS NULL;
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

-- One record stands behind every single-use code, whatever it is for.
CREATE TABLE auth_codes (
    id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT auth_codes_pkey PRIMARY KEY,
    purpose     text        NOT NULL,
    code_hash   bytea       NOT NULL CONSTRAINT auth_codes_code_hash_key UNIQUE,
    short_hash  bytea CONSTRAINT auth_codes_short_hash_key UNIQUE,
    user_id     bigint CONSTRAINT auth_codes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    telegram_id bigint,
    username    text        NOT NULL DEFAULT '',
    first_name  text        NOT NULL DEFAULT '',
    last_name   text        NOT NULL DEFAULT '',
    from_chat   boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    CONSTRAINT auth_codes_owner_check CHECK ((user_id IS NULL) <> (telegram_id IS NULL))
);
CREATE UNIQUE INDEX auth_codes_user_key ON auth_codes (purpose, user_id) WHERE used_at IS NULL AND user_id IS NOT NULL;
CREATE UNIQUE INDEX auth_codes_chat_key ON auth_codes (purpose, telegram_id) WHERE used_at IS NULL AND telegram_id IS NOT NULL;
CREATE INDEX auth_codes_expires_at_idx ON auth_codes (expires_at);

-- Guesses are counted by what is guessed at, known or not, so that counting tells nobody which is which.
CREATE TABLE auth_attempts (
    key          text        NOT NULL CONSTRAINT auth_attempts_pkey PRIMARY KEY,
    failures     integer     NOT NULL,
    paused_until timestamptz NOT NULL,
    last_at      timestamptz NOT NULL
);
CREATE INDEX auth_attempts_last_at_idx ON auth_attempts (last_at);

CREATE TABLE request_nonces (
    kid     text        NOT NULL,
    nonce   text        NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT request_nonces_pkey PRIMARY KEY (kid, nonce)
);
CREATE INDEX request_nonces_seen_at_idx ON request_nonces (seen_at);

-- The log outlives those it speaks of, hence no foreign keys.
CREATE TABLE audit_log (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_log_pkey PRIMARY KEY,
    family_id  bigint,
    user_id    bigint      NOT NULL,
    action     text        NOT NULL,
    detail     text        NOT NULL DEFAULT '',
    ip         text        NOT NULL DEFAULT '',
    request_id text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX audit_log_user_id_idx ON audit_log (user_id, id);

-- +goose StatementBegin
CREATE FUNCTION audit_log_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log only grows' USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_log_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_final();

-- +goose Down
DROP TABLE audit_log;
DROP FUNCTION audit_log_is_final;
DROP TABLE request_nonces;
DROP TABLE auth_attempts;
DROP TABLE auth_codes;
DROP TABLE sessions;
DROP TABLE users;
