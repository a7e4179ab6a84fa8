-- What the lead has looked at in the checklist of a reporting period (its history is kept like that of records).

CREATE TABLE checklist_marks (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    period VARCHAR NOT NULL,
    point VARCHAR NOT NULL,
    seen VARCHAR[] NOT NULL,
    word VARCHAR,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);
