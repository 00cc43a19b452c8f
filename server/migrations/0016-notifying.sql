-- What people choose about being notified, where they are reached, and what waits in their inbox.

-- One choice; without a category or channel it holds for all of them, so a muted board is one row.
create table notification_preferences (
  organization_id uuid not null,
  user_id uuid not null,
  scope text not null check (scope in ('item', 'board', 'workspace', 'all')),
  -- The item, board or workspace; null for `all`.
  scope_id uuid,
  category text,
  channel text check (channel in ('inApp', 'email', 'sms', 'push', 'webhook')),
  mode text not null check (mode in ('on', 'off', 'digest')),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (organization_id, user_id, scope, scope_id, category, channel),
  check ((scope = 'all') = (scope_id is null)),
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);

-- Of a person, whatever the organization: they have one telephone.
create table quiet_hours (
  user_id uuid primary key references users on delete cascade,
  time_zone text not null,
  -- [{days, fromMinute, toMinute}], minutes of the wall clock.
  windows jsonb not null default '[]',
  override_until timestamptz,
  updated_at timestamptz not null default now()
);

-- Browsers and phones that take pushes, and telephone numbers.
create table notification_devices (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  -- The log-in that it takes pushes for: they end with it. Null for what an API key registered, and for telephones.
  session_id uuid references sessions on delete cascade,
  kind text not null check (kind in ('webPush', 'fcm', 'phone')),
  name text not null,
  address_sealed text not null,
  address_hash bytea not null,
  -- A number is used once a code sent to it came back.
  verified_at timestamptz,
  failures integer not null default 0,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  unique (kind, address_hash)
);
create index notification_devices_user on notification_devices (user_id);
create index notification_devices_session on notification_devices (session_id);

-- Addresses that nothing more is sent to; of the whole instance where the organization is null.
create table suppressions (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  channel text not null check (channel in ('email', 'sms', 'push', 'webhook')),
  address_hash bytea not null,
  -- For people who look at the list: a***@example.com.
  address_masked text not null,
  reason text not null check (reason in ('hardBounce', 'softBounces', 'complaint', 'unsubscribed', 'manual', 'gone')),
  until timestamptz,
  created_at timestamptz not null default now(),
  unique nulls not distinct (organization_id, channel, address_hash)
);

-- Messages that came back for now: three within 72 hours, and the address gets nothing more.
create table soft_bounces (
  delivery_id uuid primary key references deliveries on delete cascade,
  organization_id uuid references organizations on delete cascade,
  address_hash bytea not null,
  at timestamptz not null default now()
);
create index soft_bounces_address on soft_bounces (address_hash, at);

-- A name under which people gather whom a program notifies together.
create table notification_topics (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  key text not null,
  name text not null,
  created_at timestamptz not null default now(),
  unique (organization_id, key),
  unique (organization_id, id)
);
create table notification_topic_members (
  organization_id uuid not null,
  topic_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, topic_id, user_id),
  foreign key (organization_id, topic_id) references notification_topics (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index notification_topic_members_user on notification_topic_members (organization_id, user_id);

-- A digest gathers until it closes; then one carrier goes out for all its members (delivery D16).
create table digests (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  user_id uuid not null references users on delete cascade,
  channel text not null,
  opens_at timestamptz not null default now(),
  closes_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  carrier_id uuid
);
create unique index digests_open on digests (organization_id, user_id, channel) nulls not distinct where state = 'open';
create index digests_closing on digests (closes_at) where state = 'open';
create index deliveries_digest on deliveries (digest_id) where digest_id is not null;

-- The last number of each person's inbox: numbers have no gaps, so that a screen knows what it missed.
create table inbox_positions (
  organization_id uuid not null,
  user_id uuid not null,
  seq bigint not null default 0,
  primary key (organization_id, user_id),
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create table inbox_items (
  id uuid primary key,
  organization_id uuid not null,
  user_id uuid not null,
  -- Number of the entry's last change.
  seq bigint not null,
  -- The ledger forgets both before an entry that nobody archived goes.
  message_id uuid not null,
  delivery_id uuid not null,
  -- What it says: a type of ours with its values, or the words of a program.
  type text not null,
  content jsonb not null,
  -- Entries about one item stand together.
  group_key text,
  board_id uuid,
  item_id uuid,
  actor_id uuid,
  created_at timestamptz not null default now(),
  -- Its place in the list: when it came, or came back from being snoozed.
  arrived_at timestamptz not null default date_trunc('milliseconds', now()),
  seen_at timestamptz,
  read_at timestamptz,
  archived_at timestamptz,
  snoozed_until timestamptz,
  -- What it said is not so any more: the row stays for its number alone.
  withdrawn_at timestamptz,
  unique (organization_id, user_id, message_id),
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create unique index inbox_items_seq on inbox_items (organization_id, user_id, seq);
create index inbox_items_arrived on inbox_items (organization_id, user_id, arrived_at desc, id desc);
create index inbox_items_unread on inbox_items (organization_id, user_id)
  where read_at is null and archived_at is null and snoozed_until is null;
create index inbox_items_snoozed on inbox_items (snoozed_until) where snoozed_until is not null;
create index inbox_items_message on inbox_items (message_id);
create index inbox_items_gone on inbox_items ((least(archived_at, withdrawn_at)))
  where archived_at is not null or withdrawn_at is not null;

-- What ended without arriving, or is in doubt for good, until somebody decides (delivery D22).
create table dead_letters (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  delivery_id uuid not null references deliveries on delete cascade,
  reason text not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text check (outcome in ('redriven', 'discarded', 'settled')),
  ended_by uuid
);
create unique index dead_letters_open on dead_letters (delivery_id) where ended_at is null;
create index dead_letters_delivery on dead_letters (delivery_id);
create index dead_letters_organization on dead_letters (organization_id, id) where ended_at is null;

-- A channel, lane or everything that an administrator has stopped; null for all.
create table delivery_pauses (
  organization_id uuid references organizations on delete cascade,
  channel text,
  paused_by uuid,
  paused_at timestamptz not null default now(),
  unique nulls not distinct (organization_id, channel)
);

-- When a provider, organization or recipient is free for the next one (delivery D13).
create table rate_buckets (
  scope text primary key,
  next_free_at timestamptz not null
);

do $$
declare
  target text;
  rule text := 'organization_id = (select scope_organization()) or (select scope_is_all())';
begin
  foreach target in array array['notification_preferences', 'notification_topics', 'notification_topic_members',
    'inbox_positions', 'inbox_items'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
  rule := rule || ' or organization_id is null';
  foreach target in array array['suppressions', 'soft_bounces', 'digests', 'dead_letters', 'delivery_pauses'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
end $$;
