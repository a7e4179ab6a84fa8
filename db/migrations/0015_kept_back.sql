-- Where no number stands in a report that was submitted, so that those after it don't give away what it kept back.

ALTER TABLE reports ADD COLUMN kept_back VARCHAR;
