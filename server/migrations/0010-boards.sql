create table workspaces (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null unique,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index workspaces_name on workspaces (organization_id, lower(name));

create table boards (
  organization_id uuid not null,
  id uuid not null unique,
  workspace_id uuid not null,
  name text not null,
  description text not null default '',
  prefix text not null,
  visibility text not null check (visibility in ('organization', 'private')),
  -- The sequence that every change of the board takes the next number of, and what the log still holds of it.
  seq bigint not null default 0,
  epoch integer not null default 1,
  log_floor bigint not null default 0,
  next_item_number integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspaces (organization_id, id)
);
-- Item keys such as OPS-142 name one item of an organization.
create unique index boards_prefix on boards (organization_id, prefix);
create index boards_workspace on boards (organization_id, workspace_id);
create index boards_trash on boards (deleted_at) where deleted_at is not null;

create table board_members (
  organization_id uuid not null,
  board_id uuid not null,
  user_id uuid not null,
  level text not null check (level in ('viewer', 'commenter', 'editor', 'owner')),
  created_at timestamptz not null default now(),
  primary key (organization_id, board_id, user_id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade,
  -- Whoever leaves the organization leaves its boards.
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index board_members_user on board_members (user_id, board_id);

create table board_links (
  organization_id uuid not null,
  id uuid not null unique,
  board_id uuid not null,
  token_hash bytea not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade
);
create index board_links_board on board_links (organization_id, board_id);

create table board_columns (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  type text not null,
  name text not null,
  settings jsonb not null,
  pos text collate "C" not null,
  is_hidden boolean not null,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade
);

create table board_groups (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  name text not null,
  color text not null,
  pos text collate "C" not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  deleted_at timestamptz,
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade
);

create table items (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  number integer not null,
  group_id uuid,
  parent_id uuid,
  pos text collate "C" not null,
  field_values jsonb not null,
  field_versions jsonb not null,
  comment_count integer not null default 0,
  created_by uuid,
  created_at timestamptz not null,
  updated_by uuid,
  updated_at timestamptz not null,
  archived_at timestamptz,
  deleted_at timestamptz,
  -- An item stands in a group or below an item of its board; either way one order holds (live L24).
  container_id uuid not null generated always as (coalesce(group_id, parent_id)) stored,
  primary key (organization_id, board_id, id),
  check ((group_id is null) <> (parent_id is null)),
  constraint items_place unique (board_id, container_id, pos) deferrable initially deferred,
  constraint items_number unique (board_id, number) deferrable initially deferred,
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade,
  foreign key (organization_id, board_id, group_id) references board_groups (organization_id, board_id, id) deferrable initially deferred,
  foreign key (organization_id, board_id, parent_id) references items (organization_id, board_id, id) deferrable initially deferred
);
create index items_parent on items (parent_id) where parent_id is not null;
create index items_trash on items (deleted_at) where deleted_at is not null;

-- Names out of an import that no account stands behind yet.
create table board_placeholders (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  name text not null,
  import_id uuid,
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade
);

create table board_views (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  name text not null,
  kind text not null,
  settings jsonb not null,
  owner_id uuid,
  pos text collate "C" not null,
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade,
  foreign key (organization_id, owner_id) references memberships (organization_id, user_id) on delete cascade
);
create index board_views_owner on board_views (organization_id, owner_id) where owner_id is not null;

create table field_conflicts (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  item_id uuid not null,
  field text not null,
  proposed jsonb not null,
  proposed_by uuid not null,
  standing jsonb not null,
  standing_by uuid,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id) on delete cascade deferrable initially deferred
);
create index field_conflicts_item on field_conflicts (item_id, field);
create index field_conflicts_expiry on field_conflicts (closes_at);

-- Long texts: the compacted document, and the updates since (Yjs, update format v1).
create table long_texts (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  field text not null,
  state bytea not null,
  primary key (item_id, field),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id) on delete cascade deferrable initially deferred
);
create table long_text_updates (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  field text not null,
  seq bigint not null,
  update bytea not null,
  primary key (item_id, field, seq),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id) on delete cascade deferrable initially deferred
);

create table comments (
  organization_id uuid not null,
  board_id uuid not null,
  id uuid not null unique,
  item_id uuid not null,
  body jsonb not null,
  author_id uuid,
  -- Who wrote it elsewhere, when it came with an import.
  author_name text,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  reactions jsonb not null default '{}',
  primary key (organization_id, board_id, id),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id) on delete cascade deferrable initially deferred
);
create index comments_item on comments (item_id, created_at, id);

-- A live client's mutations run in the order of their numbers, each once (live L15, L17).
create table live_clients (
  user_id uuid not null references users on delete cascade,
  client_id uuid not null,
  last_mid bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (user_id, client_id)
);
create index live_clients_age on live_clients (updated_at);
create table live_answers (
  user_id uuid not null,
  client_id uuid not null,
  mid bigint not null,
  answer jsonb not null,
  primary key (user_id, client_id, mid),
  foreign key (user_id, client_id) references live_clients on delete cascade
);

alter table events add column client_id uuid, add column mid bigint;
create index events_board on events (board_id, board_seq) where board_id is not null;
create index events_mutation on events (board_id, client_id, mid) where client_id is not null;

do $$
declare
  target text;
begin
  foreach target in array array[
    'workspaces', 'boards', 'board_members', 'board_links', 'board_columns', 'board_groups', 'items', 'board_placeholders',
    'board_views', 'field_conflicts', 'long_texts', 'long_text_updates', 'comments'
  ] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format(
      'create policy tenant on %I using (organization_id = (select scope_organization()) or (select scope_is_all()))
         with check (organization_id = (select scope_organization()) or (select scope_is_all()))', target);
  end loop;
end $$;
alter table access_epochs drop constraint access_epochs_kind_check;
alter table access_epochs add check (kind in ('session', 'user', 'organization', 'apiKey', 'board', 'boardLink'));
