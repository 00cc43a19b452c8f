-- Uploaded files and what became of them. A job only says that there is something to do; these rows say what.
create table imports (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Who asked for the run, with the scopes of a key; what they may do is asked again when it runs.
  actor jsonb not null,
  file_name text not null,
  size_bytes bigint not null,
  state text not null default 'uploaded'
    check (state in ('uploaded', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  board_id uuid,
  makes_board boolean not null default false,
  -- Which board or table of the other tool it is, so that a second run finds what the first one made.
  source text,
  mapping jsonb,
  people jsonb not null default '{}',
  progress_done integer not null default 0,
  progress_total integer,
  is_cancel_requested boolean not null default false,
  report jsonb,
  problem text,
  -- The changes of the board that it wrote: an edit outside of them is somebody else's.
  first_seq bigint,
  last_seq bigint,
  undo_first_seq bigint,
  undo_last_seq bigint,
  attempts integer not null default 0,
  fence integer not null default 0,
  run_at timestamptz not null default now(),
  lease_until timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete set null (board_id)
);
create index imports_person on imports (organization_id, created_by, id);
create index imports_due on imports (run_at) where state in ('running', 'undoing');
create index imports_board on imports (board_id) where board_id is not null;

-- The file in pieces of at most 1 MB, so that any node can read it. It comes before its import's row does.
create table import_chunks (
  organization_id uuid not null,
  import_id uuid not null,
  number integer not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, import_id, number)
);
alter table import_chunks alter column bytes set storage external;
create index import_chunks_age on import_chunks (created_at);

-- What a foreign object became on a board.
create table import_objects (
  organization_id uuid not null,
  board_id uuid not null,
  source text not null,
  kind text not null check (kind in ('group', 'column', 'option', 'person', 'item', 'comment')),
  key text not null,
  object_id uuid not null,
  -- The import that made it; null when it was there before.
  import_id uuid,
  -- What the file last said of it, where the object itself does not tell whether somebody changed it.
  seen jsonb,
  -- No reference to the board: checking it would cost as much as the row, and a run holds the board's lock. What is left
  -- behind a board that is purged is swept.
  primary key (board_id, source, kind, key)
);

do $$
declare
  target text;
begin
  foreach target in array array['imports', 'import_chunks', 'import_objects'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format(
      'create policy tenant on %I using (organization_id = (select scope_organization()) or (select scope_is_all()))
         with check (organization_id = (select scope_organization()) or (select scope_is_all()))', target);
  end loop;
end $$;
