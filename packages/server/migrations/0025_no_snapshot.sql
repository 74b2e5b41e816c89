-- What a day summed up to is counted from the rows that are kept.
drop table assessment_snapshot;
