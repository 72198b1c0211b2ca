-- +goose Up

-- What a currency was worth from a day on: one base is so many of quote. Rates are exact;
-- numeric keeps every digit that was written.
CREATE TABLE exchange_rates (
    family_id  bigint      NOT NULL CONSTRAINT exchange_rates_family_id_fkey REFERENCES families (id) ON DELETE CASCADE,
    id         bigint      GENERATED ALWAYS AS IDENTITY,
    date       date        NOT NULL,
    base       text        NOT NULL,
    quote      text        NOT NULL,
    rate       numeric     NOT NULL,
    created_by bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT exchange_rates_pkey PRIMARY KEY (family_id, id),
    CONSTRAINT exchange_rates_day_key UNIQUE (family_id, base, quote, date) INCLUDE (rate),
    CONSTRAINT exchange_rates_pair_check CHECK (base ~ '^[A-Z]{3}$' AND quote ~ '^[A-Z]{3}$' AND base <> quote),
    CONSTRAINT exchange_rates_rate_check CHECK (rate > 0 AND rate < 1000000000000 AND scale(rate) <= 12)
);
CREATE INDEX exchange_rates_date_idx ON exchange_rates (family_id, date DESC, id DESC);

-- Reports read this index alone. What they need beyond it belongs to few entries, the split
-- ones and the transfers, and stands in two small indexes of its own.
DROP INDEX transactions_date_idx;
CREATE INDEX transactions_date_idx ON transactions (family_id, date DESC, id DESC)
    INCLUDE (kind, currency, amount, category_id, account_id);
CREATE INDEX transactions_split_idx ON transactions (family_id, date)
    INCLUDE (id, kind, currency, amount) WHERE is_split;
CREATE INDEX transactions_transfer_idx ON transactions (family_id, date)
    INCLUDE (to_account_id, to_amount) WHERE kind = 'transfer';

-- +goose Down
DROP INDEX transactions_transfer_idx;
DROP INDEX transactions_split_idx;
DROP INDEX transactions_date_idx;
CREATE INDEX transactions_date_idx ON transactions (family_id, date DESC, id DESC)
    INCLUDE (kind, currency, amount, category_id);
DROP TABLE exchange_rates;
