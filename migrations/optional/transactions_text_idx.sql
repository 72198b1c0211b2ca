CREATE INDEX CONCURRENTLY transactions_text_idx ON transactions
    USING gin (search_blocks(family_id, date), search_text(note, payee) gin_trgm_ops) WITH (fastupdate = off)
