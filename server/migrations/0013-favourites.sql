-- Boards that a person keeps at hand, in their own order, and those they opened last.
create table board_favourites (
  organization_id uuid not null,
  user_id uuid not null,
  board_id uuid not null,
  pos text collate "C" not null,
  primary key (organization_id, user_id, board_id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade,
  -- Whoever leaves the organization leaves nothing here.
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index board_favourites_board on board_favourites (organization_id, board_id);

create table board_visits (
  organization_id uuid not null,
  user_id uuid not null,
  board_id uuid not null,
  opened_at timestamptz not null,
  primary key (organization_id, user_id, board_id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index board_visits_board on board_visits (organization_id, board_id);

-- Boards that only show what a board can do: reports and mail leave them out.
create table sample_boards (
  organization_id uuid not null,
  board_id uuid not null,
  primary key (organization_id, board_id),
  foreign key (organization_id, board_id) references boards (organization_id, id) on delete cascade
);

do $$
declare
  target text;
begin
  foreach target in array array['board_favourites', 'board_visits', 'sample_boards'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format(
      'create policy tenant on %I using (organization_id = (select scope_organization()) or (select scope_is_all()))
         with check (organization_id = (select scope_organization()) or (select scope_is_all()))', target);
  end loop;
end $$;
