-- A proposal can be to take a record along a transition: it is named here, and the documents have what it asks for.

ALTER TABLE proposals ADD COLUMN transition VARCHAR;
