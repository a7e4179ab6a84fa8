-- The periods that the office reports on (their history is kept like that of records), and for each time that one was
-- closed the figures as they were then: they outlive a reopening.

CREATE TABLE reporting_periods (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    state VARCHAR NOT NULL,
    reason VARCHAR,
    open_points VARCHAR[] NOT NULL,
    figures_hash VARCHAR,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

CREATE TABLE frozen_figures (
    period VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    revision BIGINT NOT NULL,
    moment TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    figures VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    PRIMARY KEY (period, version)
);
