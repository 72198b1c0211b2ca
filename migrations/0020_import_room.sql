-- +goose NO TRANSACTION
-- +goose Up

-- A file that gave way to newer ones before it was booked: its content is gone, and it is said why.
ALTER TABLE imports ADD COLUMN IF NOT EXISTS dropped_at timestamptz;
ALTER TABLE imports
    DROP CONSTRAINT IF EXISTS imports_content_check,
    ADD CONSTRAINT imports_content_check
        CHECK ((content IS NULL) = (applied_at IS NOT NULL OR dropped_at IS NOT NULL)) NOT VALID;
ALTER TABLE imports VALIDATE CONSTRAINT imports_content_check;

-- +goose Down
DELETE FROM imports WHERE dropped_at IS NOT NULL;
ALTER TABLE imports
    DROP CONSTRAINT IF EXISTS imports_content_check,
    ADD CONSTRAINT imports_content_check
        CHECK ((content IS NULL) = (applied_at IS NOT NULL)) NOT VALID;
ALTER TABLE imports VALIDATE CONSTRAINT imports_content_check;
ALTER TABLE imports DROP COLUMN IF EXISTS dropped_at;
