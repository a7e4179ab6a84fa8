-- Imports (their history is kept like that of records: one entry for each, and one for its undoing). What records were
-- when they came in stands in imported_records, sealed one by one, so that one of them can be erased; the entry seals all
-- of their hashes. What headings and words of files were taken for is remembered for the next file.

CREATE TABLE imports (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    record_type VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    file_hash VARCHAR NOT NULL,
    records INTEGER NOT NULL,
    first_record INTEGER NOT NULL,
    records_hash VARCHAR NOT NULL,
    undone BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

CREATE TABLE imported_records (
    import_id VARCHAR NOT NULL,
    record_type VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    document VARCHAR,
    salt VARCHAR,
    content_hash VARCHAR NOT NULL
);

CREATE TABLE import_headings (
    record_type VARCHAR NOT NULL,
    heading VARCHAR NOT NULL,
    field VARCHAR,
    mark VARCHAR
);

CREATE TABLE import_words (
    vocabulary VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    code VARCHAR NOT NULL
);
