-- What the office sets for itself: one row (its history is kept like that of records). Filled at the first start.

CREATE TABLE settings (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    office_name VARCHAR NOT NULL,
    opened DATE NOT NULL,
    language VARCHAR NOT NULL,
    flavour VARCHAR NOT NULL,
    threshold INTEGER NOT NULL,
    zeros_shown BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);
