-- Who is named in fields of which item, so that what is assigned to a person is found without reading every item: under
-- row-level security no index over jsonb is used, since its operators are not leakproof. Triggers keep it, since items
-- are written, imported, copied and moved to other boards on several ways.
create table item_people (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  person_id uuid not null,
  primary key (organization_id, board_id, item_id, person_id),
  -- An item that goes to another board takes these along.
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id)
    on delete cascade on update cascade
);
create index item_people_person on item_people (person_id, organization_id);

alter table item_people enable row level security;
alter table item_people force row level security;
create policy tenant on item_people using (organization_id = (select scope_organization()) or (select scope_is_all()))
  with check (organization_id = (select scope_organization()) or (select scope_is_all()));

-- What stands in lists of a field: people, and tags, which are left out when they are stored.
create function listed_elements(field_values jsonb) returns jsonb
  language sql immutable parallel safe
  return jsonb_path_query_array(field_values, 'strict $.* ? (@.type() == "array")[*]', '{}', true);

-- Only what has the form of an identifier can be one; anything else would break the statement.
create function to_person_id(element text) returns uuid
  language sql immutable parallel safe
  return case when element ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then element::uuid end;

create function note_people_of_new_items() returns trigger
  language plpgsql
  as $$
    begin
      insert into item_people (organization_id, board_id, item_id, person_id)
      select distinct l.organization_id, l.board_id, l.id, u.id
      from (select i.organization_id, i.board_id, i.id, jsonb_array_elements_text(listed_elements(i.field_values)) as element
        from added as i) as l
      join users u on u.id = to_person_id(l.element);
      return null;
    end
  $$;

create function note_people_of_changed_item() returns trigger
  language plpgsql
  as $$
    begin
      delete from item_people where organization_id = new.organization_id and board_id = new.board_id and item_id = new.id;
      insert into item_people (organization_id, board_id, item_id, person_id)
      select distinct new.organization_id, new.board_id, new.id, u.id
      from jsonb_array_elements_text(listed_elements(new.field_values)) as l (element)
      join users u on u.id = to_person_id(l.element);
      return null;
    end
  $$;

create trigger items_people_new after insert on items
  referencing new table as added
  for each statement execute function note_people_of_new_items();
-- Most edits touch no list: they stop at the condition.
create trigger items_people_changed after update of field_values on items
  for each row when (listed_elements(old.field_values) is distinct from listed_elements(new.field_values))
  execute function note_people_of_changed_item();

select set_config('boardwire.scope', '*', true);
insert into item_people (organization_id, board_id, item_id, person_id)
select distinct l.organization_id, l.board_id, l.id, u.id
from (select i.organization_id, i.board_id, i.id, jsonb_array_elements_text(listed_elements(i.field_values)) as element
  from items as i) as l
join users u on u.id = to_person_id(l.element);
