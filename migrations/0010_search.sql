-- +goose Up

-- The functions below are written as expressions, whose names are looked up here and now: an index
-- goes by them also where a restore or a newer PostgreSQL leaves the search path empty.

-- What searching compares: small letters without their marks. What writes ASCII alone, as most
-- banks do, takes the short way, which costs a fifth.
CREATE FUNCTION search_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN octet_length(words) = char_length(words) THEN lower(words) ELSE translate(lower(words),
        'ăâáàäãåāąçćčďđéèêëēėęěíìîïīįłńñňóòôöõøōőŕřśšșşťțţúùûüūůűųýÿźžżёйѐѝўї' || U&'\0300\0301\0302\0303\0304\0306\0307\0308\030A\030B\030C\0326\0327\0328',
        'aaaaaaaaacccddeeeeeeeeiiiiiilnnnoooooooorrsssstttuuuuuuuuyyzzzеиеиуі') END;

-- The texts of an entry as searching sees them; no search has the character between the two.
CREATE FUNCTION search_text(note text, payee text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN search_plain(note || E'\x1f' || payee);

-- Where an entry stands in its workspace: in which four days, which 32 and which 256, each as one
-- number. An index over texts knows no order; asked for one such block after the other it answers
-- in the order of lists all the same.
CREATE FUNCTION search_block(family_id bigint, level integer, four integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (family_id << 17) + (level << 15) + (four >> (3 * level));

CREATE FUNCTION search_blocks(family_id bigint, date date) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY[
        search_block(family_id, 0, (date - DATE '1970-01-01') / 4),
        search_block(family_id, 1, (date - DATE '1970-01-01') / 4),
        search_block(family_id, 2, (date - DATE '1970-01-01') / 4)];

-- The tags of entries, in the order of lists. They are written by triggers, so that whatever
-- writes an entry, an older copy of the program too, keeps them right.
CREATE TABLE transaction_tags (
    family_id      bigint NOT NULL,
    tag            text   NOT NULL,
    date           date   NOT NULL,
    transaction_id bigint NOT NULL,
    CONSTRAINT transaction_tags_pkey PRIMARY KEY (family_id, tag, date, transaction_id)
);

-- +goose StatementBegin
CREATE FUNCTION keep_transaction_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM transaction_tags
        WHERE family_id = OLD.family_id AND tag = ANY (OLD.tags) AND date = OLD.date AND transaction_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO transaction_tags (family_id, tag, date, transaction_id)
        SELECT NEW.family_id, tag, NEW.date, NEW.id FROM unnest(NEW.tags) AS tag
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER transactions_tags_added AFTER INSERT ON transactions
    FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION keep_transaction_tags();
CREATE TRIGGER transactions_tags_changed AFTER UPDATE OF tags, date ON transactions
    FOR EACH ROW WHEN (OLD.tags <> NEW.tags OR OLD.date <> NEW.date AND NEW.tags <> '{}') EXECUTE FUNCTION keep_transaction_tags();
CREATE TRIGGER transactions_tags_removed AFTER DELETE ON transactions
    FOR EACH ROW WHEN (OLD.tags <> '{}') EXECUTE FUNCTION keep_transaction_tags();

-- A part has the day of its entry, so that a category's list is read off an index.
ALTER TABLE transaction_splits ADD COLUMN date date;

-- +goose StatementBegin
CREATE FUNCTION date_transaction_split() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.date := (SELECT date FROM transactions WHERE family_id = NEW.family_id AND id = NEW.transaction_id);
    RETURN NEW;
END
$$;
CREATE FUNCTION date_transaction_splits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE transaction_splits SET date = NEW.date WHERE family_id = NEW.family_id AND transaction_id = NEW.id;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER transaction_splits_dated BEFORE INSERT ON transaction_splits
    FOR EACH ROW EXECUTE FUNCTION date_transaction_split();
CREATE TRIGGER transactions_splits_moved AFTER UPDATE OF date ON transactions
    FOR EACH ROW WHEN (NEW.is_split AND OLD.date <> NEW.date) EXECUTE FUNCTION date_transaction_splits();

-- +goose Down
DROP TRIGGER transactions_splits_moved ON transactions;
DROP TRIGGER transaction_splits_dated ON transaction_splits;
DROP FUNCTION date_transaction_splits;
DROP FUNCTION date_transaction_split;
ALTER TABLE transaction_splits DROP COLUMN date;
DROP TRIGGER transactions_tags_removed ON transactions;
DROP TRIGGER transactions_tags_changed ON transactions;
DROP TRIGGER transactions_tags_added ON transactions;
DROP FUNCTION keep_transaction_tags;
DROP TABLE transaction_tags;
DROP INDEX IF EXISTS transactions_text_idx;
DROP FUNCTION search_blocks;
DROP FUNCTION search_block;
DROP FUNCTION search_text;
DROP FUNCTION search_plain;
