-- What an organization's own messages say: a text for each language and channel, every saved one kept.
create table notification_templates (
  organization_id uuid not null references organizations on delete cascade,
  key text not null,
  -- Counts the saves of a key; the newest of a language and channel holds.
  version integer not null,
  locale text not null,
  channel text not null check (channel in ('inApp', 'email', 'sms', 'push', 'webhook')),
  -- Subject of a mail, title of a push and of an entry in the inbox; empty where a channel has none.
  subject text not null,
  source text not null,
  -- Example values; their names are the variables that the text may use.
  sample jsonb not null,
  checksum text not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, key, version)
);
create index notification_templates_newest on notification_templates (organization_id, key, locale, channel, version desc);

-- Until then further events of the same kind go into the message, and what makes a noise waits.
alter table messages add column folds_until timestamptz;
-- Open messages by what goes into them: an item, or one change of many items.
create table notice_folds (
  organization_id uuid not null references organizations on delete cascade,
  user_id uuid not null,
  fold_key text not null,
  message_id uuid not null references messages on delete cascade,
  closes_at timestamptz not null,
  -- An item that it tells of, as it was called, and what it tells of it: so that it can be taken back, of thousands too.
  item_id uuid,
  title text,
  news jsonb,
  primary key (organization_id, user_id, fold_key)
);
create index notice_folds_message on notice_folds (message_id);
create index notice_folds_key on notice_folds (fold_key);
create index notice_folds_closed on notice_folds (closes_at);

-- Whoever made an item by hand, was mentioned at it, or chose to, hears of what goes on there, as those do who are assigned
-- or commented; whoever chose not to, does not.
create table item_followers (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  user_id uuid not null,
  follows boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (organization_id, board_id, item_id, user_id),
  -- An item that goes to another board takes these along.
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id)
    on delete cascade on update cascade,
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index item_followers_person on item_followers (organization_id, user_id);
-- People follow what they made so far, but not what came by hundreds: items of one call have one time.
select set_config('boardwire.scope', '*', true);
insert into item_followers (organization_id, board_id, item_id, user_id, created_at)
select i.organization_id, i.board_id, i.id, i.created_by, i.created_at
from (select *, count(*) over (partition by board_id, created_by, created_at) as made from items where created_by is not null) as i
join memberships as m on m.organization_id = i.organization_id and m.user_id = i.created_by
where i.made <= 10;

-- Whom a long text names, as far as they were told.
create table text_mentions (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  field text not null,
  user_id uuid not null,
  primary key (organization_id, board_id, item_id, field, user_id),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id)
    on delete cascade on update cascade
);

-- When somebody's digests go out; nothing for those at eight on every day. One day of the week makes it weekly.
create table digest_times (
  user_id uuid primary key references users on delete cascade,
  hour smallint not null check (hour between 0 and 23),
  -- 1 for Monday to 7 for Sunday.
  days smallint[] not null check (cardinality(days) between 1 and 7),
  updated_at timestamptz not null default now()
);

-- Codes that went to telephone numbers, for a day: the newest of a person can be answered until its time or tries are over.
create table phone_codes (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  address_sealed text not null,
  address_hash bytea not null,
  code_hash bytea not null,
  tries integer not null default 0,
  ended_at timestamptz,
  created_at timestamptz not null default now()
);
create index phone_codes_user on phone_codes (user_id, created_at);
create index phone_codes_address on phone_codes (address_hash);
create index phone_codes_age on phone_codes (created_at);

-- What people were reminded of: once for each date that an item was due on.
create table reminders_told (
  organization_id uuid not null,
  board_id uuid not null,
  item_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('dueSoon', 'overdue')),
  due_on date not null,
  told_at timestamptz not null default now(),
  primary key (organization_id, board_id, item_id, user_id, kind, due_on),
  foreign key (organization_id, board_id, item_id) references items (organization_id, board_id, id)
    on delete cascade on update cascade
);
create index reminders_told_age on reminders_told (told_at);
-- Mornings that are done, by time zone.
create table reminder_mornings (
  time_zone text not null,
  day date not null,
  primary key (time_zone, day)
);
-- Mails that were given up are counted at each scrape.
create index deliveries_failed on deliveries (channel, final_at) where state = 'failed';
create index users_time_zone on users (time_zone);

do $$
declare
  target text;
  rule text := 'organization_id = (select scope_organization()) or (select scope_is_all())';
begin
  foreach target in array array['notification_templates', 'notice_folds', 'item_followers', 'text_mentions',
    'reminders_told'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
end $$;
