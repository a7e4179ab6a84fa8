-- Which value of its list took the place of a merged one: old states of records follow it. (The history is then told of
-- the values that were stored before it told of them.)

ALTER TABLE vocabularies ADD COLUMN merged_into VARCHAR;
