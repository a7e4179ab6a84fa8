-- Who gets in: accounts (their history is kept like that of records), their passwords, one-time links, open sessions.
-- Of passwords, links and sessions only hashes are stored.

CREATE TABLE accounts (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    sign_in_name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    disabled BOOLEAN NOT NULL,
    subject VARCHAR,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

CREATE TABLE credentials (
    account VARCHAR PRIMARY KEY,
    password VARCHAR,
    last_sign_in TIMESTAMP
);

CREATE TABLE links (
    token VARCHAR PRIMARY KEY,
    account VARCHAR,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
    token VARCHAR PRIMARY KEY,
    account VARCHAR NOT NULL,
    began_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
