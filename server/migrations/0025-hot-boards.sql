-- expand: every edit of a board writes less, and a page of a list reads its boards alone
-- Every edit raises `seq`, and with it stands when a client was heard last. Indexes over these made each edit write into all
-- indexes of both tables: without them, and with room left on each page, the rows are replaced in place. Long logs are
-- looked for once an hour, in the order of ids, and clients that are gone once a night.
-- allow: it finds nothing that is not found without it
drop index boards_log;
-- allow: it finds nothing that is not found without it
drop index live_clients_age;
alter table boards set (fillfactor = 70);
alter table live_clients set (fillfactor = 70);
-- Row-level security reads no index by `lower`, which may tell of rows that are not one's own.
alter table boards add column name_key text not null generated always as (lower(name)) stored;
create index boards_names on boards (organization_id, name_key, id);
