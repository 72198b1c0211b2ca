-- What was written last waits in a list that every search reads through, so it is kept short; without
-- one each new entry would cost twice what it does.
CREATE INDEX CONCURRENTLY transactions_text_idx ON transactions
    USING gin (search_blocks(family_id, date), search_text(note, payee) gin_trgm_ops) WITH (gin_pending_list_limit = 64)
