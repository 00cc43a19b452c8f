-- Where an organization's programs hear of what happens.
create table webhook_endpoints (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  name text not null,
  url text not null,
  -- [{secret, until}], the newest first: while a secret is being replaced, the older one signs too.
  secrets_sealed text not null,
  -- Types of events; empty for all that endpoints can hear of.
  event_types text[] not null default '{}',
  -- Only what happens on this board; null for the whole organization.
  board_id uuid,
  -- One at a time and in the order of what happened; one that fails holds up those behind it.
  is_ordered boolean not null default false,
  state text not null default 'enabled' check (state in ('enabled', 'disabled')),
  disabled_reason text check (disabled_reason in ('gone', 'failing', 'person')),
  disabled_at timestamptz,
  -- Since when no call succeeded; null after one that did.
  failing_since timestamptz,
  -- On how many days since then calls failed, and when the last one did.
  failing_days integer not null default 0,
  failed_at timestamptz,
  last_success_at timestamptz,
  -- Calls a minute, while the receiver has too much to do; null: as they come.
  calls_per_minute integer check (calls_per_minute > 0),
  slowed_at timestamptz,
  -- It hears of what this person may see, and of nothing once they may see nothing here.
  acts_for uuid references users on delete set null,
  -- And of no more than this API key of theirs reaches, when it was made with one. Without a reference: a key that is gone
  -- reaches nothing, and must not turn into none.
  acts_for_key uuid,
  -- Since when they have no say here, as far as something has happened since.
  lost_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_endpoints_organization on webhook_endpoints (organization_id, id);

-- What an endpoint was sent, its newest first, and what of it is still to go.
create index deliveries_webhook on deliveries (address_hash, id) where channel = 'webhook';
create index deliveries_webhook_open on deliveries (address_hash, message_id)
  where channel = 'webhook' and state in ('queued', 'sending', 'uncertain');

-- Organizations that try things out: what they, or certain keys of theirs, ask to be sent is captured instead.
create table sandboxes (
  organization_id uuid primary key references organizations on delete cascade,
  is_on boolean not null default false,
  api_key_ids uuid[] not null default '{}',
  -- [{channel, kind, attempts}]: what goes wrong there, and for how many attempts of each delivery.
  faults jsonb not null default '[]',
  updated_at timestamptz not null default now()
);
create table sandbox_messages (
  delivery_id uuid primary key references deliveries on delete cascade,
  organization_id uuid not null references organizations on delete cascade,
  message_id uuid not null,
  channel text not null,
  address_sealed text not null,
  content jsonb not null,
  headers jsonb not null default '{}',
  attempt integer not null,
  captured_at timestamptz not null default now()
);
create index sandbox_messages_organization on sandbox_messages (organization_id, delivery_id);

-- Text messages are billed by segment: how many went out on a day (UTC).
create table sms_usage (
  day date primary key,
  segments integer not null
);

do $$
declare
  target text;
  rule text := 'organization_id = (select scope_organization()) or (select scope_is_all())';
begin
  foreach target in array array['webhook_endpoints', 'sandboxes', 'sandbox_messages'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
end $$;
