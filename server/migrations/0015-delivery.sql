-- The ledger of everything that is sent: what was asked for, to whom it goes by which channel, and each attempt with its
-- answer. A job of the queue only says that there is something to look at; these rows say what.
create table messages (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  category text not null,
  template_key text not null,
  template_version integer,
  -- What the template is filled with; sealed where it holds links that let somebody in.
  payload jsonb not null default '{}',
  payload_sealed text,
  -- Whom it is for: people, addresses, a topic or a segment, as the caller said it.
  recipients jsonb not null,
  channels text[],
  -- The item, board and workspace that it is about.
  subject jsonb not null default '{}',
  priority text not null default 'normal' check (priority in ('critical', 'high', 'normal', 'bulk')),
  scheduled_at timestamptz not null default now(),
  expires_at timestamptz,
  actor jsonb not null,
  source_event_id uuid,
  traceparent text,
  dedupe_key text,
  -- It was asked for in the sandbox: its deliveries are captured instead of sent, whatever is set later.
  is_sandboxed boolean not null default false,
  cancelled_at timestamptz,
  cancel_counts jsonb,
  fanout_state text not null default 'waiting' check (fanout_state in ('waiting', 'done')),
  -- The last recipient that was planned, so that a fan-out that was cut off goes on behind it.
  fanout_cursor text,
  planned integer not null default 0,
  created_at timestamptz not null default now(),
  check (expires_at is null or expires_at > scheduled_at)
);
create unique index messages_dedupe on messages (organization_id, dedupe_key) nulls not distinct
  where dedupe_key is not null;
create index messages_organization on messages (organization_id, id) where organization_id is not null;
-- Organizations take turns in being planned; in each, what is urgent is first.
create index messages_fanout on messages
  (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid),
   (case priority when 'critical' then 0 when 'high' then 1 when 'normal' then 2 else 3 end), created_at)
  where fanout_state = 'waiting' and cancelled_at is null;
-- Secrets that are to be forgotten once they are used.
create index messages_secrets on messages (id) where payload_sealed is not null;
-- Cancellations that were cut off before they had counted.
create index messages_cancelling on messages (cancelled_at) where cancelled_at is not null and cancel_counts is null;

create table deliveries (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  message_id uuid not null references messages on delete cascade,
  -- The account it goes to; null for an address without one.
  recipient_id uuid,
  channel text not null check (channel in ('inApp', 'email', 'sms', 'push', 'webhook')),
  address_hash bytea not null,
  address_sealed text,
  locale text not null default 'en',
  state text not null default 'queued' check (state in
    ('queued', 'sending', 'uncertain', 'sent', 'delivered', 'failed', 'cancelled', 'suppressed', 'expired')),
  -- Why a queued one waits.
  hold text check (hold in ('scheduled', 'retry', 'quiet', 'digest', 'throttled', 'paused')),
  reason text,
  -- Which rule let it through or kept it back, with its value then.
  decided jsonb not null default '{}',
  lane text not null check (lane in ('critical', 'high', 'normal', 'bulk')),
  -- Whose turn it takes: the organization, or zero for messages of the instance.
  fair_key uuid not null,
  run_at timestamptz not null default now(),
  expires_at timestamptz,
  attempt integer not null default 0,
  max_attempts integer not null,
  -- Attempts before somebody sent it again by hand: the waits between them begin anew.
  redriven_after integer not null default 0,
  lease_until timestamptz,
  leased_by uuid,
  fence bigint not null default 0,
  provider_id text,
  provider_message_id text,
  policy text not null check (policy in ('sameKey', 'lookUp', 'atLeastOnce', 'atMostOnce')),
  -- The digest whose carrier it waits for, as one of its lines.
  digest_id uuid,
  -- The digest that it carries.
  carries_digest_id uuid,
  -- When waiting too long took it into the next lane.
  lifted_at timestamptz,
  created_at timestamptz not null default now(),
  final_at timestamptz,
  unique nulls not distinct (message_id, recipient_id, channel, address_hash)
);
create index deliveries_due on deliveries (channel, lane, fair_key, run_at, id) where state = 'queued';
create index deliveries_lifted on deliveries (channel, fair_key) where state = 'queued' and lifted_at is not null;
create index deliveries_leased on deliveries (lease_until) where lease_until is not null;
create index deliveries_doubtful on deliveries (run_at) where state = 'uncertain';
create index deliveries_organization on deliveries (organization_id, id) where organization_id is not null;

-- Answers of some operations are kept for longer than those of others (reliability R2).
alter table idempotency_keys add column kept_until timestamptz not null default now() + interval '24 hours';
drop index idempotency_keys_age;
create index idempotency_keys_kept on idempotency_keys (kept_until);

-- One row for each time that a provider was asked, written before the first byte leaves.
create table delivery_attempts (
  delivery_id uuid not null references deliveries on delete cascade,
  organization_id uuid,
  number integer not null,
  fence bigint not null,
  provider_id text,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'uncertain', 'fenced')),
  code text,
  -- What the provider said, at most 2 kB, without secrets.
  answer text,
  latency_ms integer,
  primary key (delivery_id, number)
);

do $$
declare
  target text;
  rule text := 'organization_id = (select scope_organization()) or (select scope_is_all()) or organization_id is null';
begin
  foreach target in array array['messages', 'deliveries', 'delivery_attempts'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
end $$;
