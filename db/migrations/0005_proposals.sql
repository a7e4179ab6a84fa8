-- What people would have done to the records of others. What they change stands there as documents of fields: the values
-- then, and those wished for; a wish to delete has none. Drafts keep the remark that is typed with a proposal.

CREATE TABLE proposals (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    record_type VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    record_number INTEGER NOT NULL,
    record_version INTEGER NOT NULL,
    before VARCHAR,
    after VARCHAR,
    remark VARCHAR,
    state VARCHAR NOT NULL,
    word VARCHAR,
    decided_at TIMESTAMP,
    decided_by VARCHAR,
    became INTEGER,
    noted BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

ALTER TABLE drafts ADD COLUMN remark VARCHAR;
