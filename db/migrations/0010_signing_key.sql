-- The key that cookies are signed with, one row. Whoever has a cookie's content can't sign it without the database.

CREATE TABLE signing_key (
    key VARCHAR NOT NULL
);
