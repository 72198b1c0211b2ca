-- +goose Up

-- Which of the categories that a workspace begins with a category is, whatever it is called now: the
-- words that people use for that one go on telling it. One that has such a name needs no mark.
ALTER TABLE categories ADD COLUMN starter text NOT NULL DEFAULT '';

-- A category is also remembered by single words.
ALTER TABLE category_hints DROP CONSTRAINT category_hints_source_check;
ALTER TABLE category_hints ADD CONSTRAINT category_hints_source_check CHECK (source IN ('note', 'payee', 'word'));

-- +goose Down
DELETE FROM category_hints WHERE source = 'word';
ALTER TABLE category_hints DROP CONSTRAINT category_hints_source_check;
ALTER TABLE category_hints ADD CONSTRAINT category_hints_source_check CHECK (source IN ('note', 'payee'));
ALTER TABLE categories DROP COLUMN starter;
