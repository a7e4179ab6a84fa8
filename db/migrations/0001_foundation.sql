-- What cannot be derived from the schemas: the history of records, and the drafts of open forms.

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
    after VARCHAR
);

CREATE TABLE drafts (
    id VARCHAR NOT NULL,
    browser VARCHAR NOT NULL,
    session VARCHAR NOT NULL,
    record_type VARCHAR NOT NULL,
    target VARCHAR,
    version INTEGER,
    entries VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
