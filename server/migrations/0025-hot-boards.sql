-- Every edit of a board raises its `seq`. An index over that column made each of them write into all indexes of boards:
-- without it, and with room left on each page, the row is replaced in place. Logs that are long are looked for once an
-- hour, in the order of ids.
drop index boards_log;
alter table boards set (fillfactor = 70);
-- A page of a list is read in its order, however many boards an organization has.
create index boards_names on boards (organization_id, lower(name), id);
