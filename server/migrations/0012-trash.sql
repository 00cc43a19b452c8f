-- What is in the trash for 30 days goes; only few rows are there at a time.
create index comments_trash on comments (deleted_at) where deleted_at is not null;
create index board_groups_trash on board_groups (deleted_at) where deleted_at is not null;
create index board_columns_trash on board_columns (deleted_at) where deleted_at is not null;
-- A board's long log is found without counting events.
create index boards_log on boards ((seq - log_floor));
-- All columns of the reference: with one of them alone, each removed item would look through its board.
create index items_children on items (organization_id, board_id, parent_id) where parent_id is not null;
