-- What the history tells of a password: the hash of what is stored of it. Of those set before, it tells nothing.

ALTER TABLE accounts ADD COLUMN password_seal VARCHAR;
