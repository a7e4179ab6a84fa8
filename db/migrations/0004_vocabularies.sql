-- The value lists of the office: filled from the program's own at first, changed by the lead (their history is kept like
-- that of records). The position is that in the list; the colour is given once, so that charts keep it.

CREATE TABLE vocabularies (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    vocabulary VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    de VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    colour INTEGER NOT NULL,
    retired BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);
