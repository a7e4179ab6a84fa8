-- Each entry of the history is chained to the one before by hashes (db/seals.py, which then carries the old ones over).
-- An entry whose content was erased by law has no salt any more, and neither before nor after.

ALTER TABLE history RENAME TO unsealed_history;

CREATE TABLE history (
    entry BIGINT NOT NULL,
    moment TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    record_type VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    before VARCHAR,
    after VARCHAR,
    salt VARCHAR,
    content_hash VARCHAR NOT NULL,
    entry_hash VARCHAR NOT NULL
);
