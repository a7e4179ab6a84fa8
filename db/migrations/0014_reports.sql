-- Reports to the committee and the office's standard paragraphs (their history is kept like that of records), and the
-- files that were submitted, which nothing ever changes.

CREATE TABLE reports (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    period VARCHAR NOT NULL,
    closing INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    paper_number VARCHAR,
    subject VARCHAR,
    kind VARCHAR,
    status VARCHAR,
    course VARCHAR NOT NULL,
    situation VARCHAR,
    consultations VARCHAR,
    home_visits VARCHAR,
    events VARCHAR,
    projects VARCHAR,
    outlook VARCHAR,
    children BOOLEAN,
    equality BOOLEAN,
    seniors BOOLEAN,
    financial_effect VARCHAR,
    annexes VARCHAR,
    threshold INTEGER,
    zeros_shown BOOLEAN,
    files VARCHAR,
    submitted_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

CREATE TABLE report_files (
    report VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (report, name)
);

CREATE TABLE standard_paragraphs (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);
