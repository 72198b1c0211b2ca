-- +goose NO TRANSACTION
-- +goose Up

-- Which of the categories that a workspace begins with a category is, whatever it is called now: the
-- words that people use for that one go on telling it. One that has such a name needs no mark.
ALTER TABLE categories ADD COLUMN IF NOT EXISTS starter text NOT NULL DEFAULT '';

-- A category is also remembered by single words. What is there is looked through in a step of its
-- own, during which others read and write.
ALTER TABLE category_hints
    DROP CONSTRAINT IF EXISTS category_hints_source_check,
    ADD CONSTRAINT category_hints_source_check CHECK (source IN ('note', 'payee', 'word')) NOT VALID;
ALTER TABLE category_hints VALIDATE CONSTRAINT category_hints_source_check;

-- +goose Down
DELETE FROM category_hints WHERE source = 'word';
ALTER TABLE category_hints
    DROP CONSTRAINT IF EXISTS category_hints_source_check,
    ADD CONSTRAINT category_hints_source_check CHECK (source IN ('note', 'payee')) NOT VALID;
ALTER TABLE category_hints VALIDATE CONSTRAINT category_hints_source_check;
ALTER TABLE categories DROP COLUMN IF EXISTS starter;
