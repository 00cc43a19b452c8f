-- Row-level security is the second wall between tenants: a transaction sees the rows of the organization it named, or
-- of all when it says '*'. Policies ask in a subselect, so that each statement computes the answer once and not by row.
create function scope_organization() returns uuid
  language sql stable
  return nullif(nullif(current_setting('boardwire.scope', true), '*'), '')::uuid;
create function scope_is_all() returns boolean
  language sql stable
  return current_setting('boardwire.scope', true) = '*';

create table users (
  id uuid primary key,
  email text not null,
  email_verified_at timestamptz,
  pending_email text,
  name text not null,
  password_hash text not null,
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  theme text not null default 'system',
  is_instance_owner boolean not null default false,
  -- The invitation that let this account be made, not a reference: it outlives the organization.
  invitation_id uuid,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));
-- An invitation lets in one account, however often its link is opened at once.
create unique index users_invitation on users (invitation_id) where invitation_id is not null;
-- The first account owns the instance; a second claim of it cannot be stored.
create unique index users_instance_owner on users (is_instance_owner) where is_instance_owner;

create table user_mfa (
  user_id uuid primary key references users on delete cascade,
  secret_sealed text not null,
  enabled_at timestamptz,
  -- Counter of the last accepted step: each code works once.
  last_step bigint not null default 0,
  -- Wrong codes in a row, over all challenges; from ten on the app's codes pause.
  failures integer not null default 0,
  paused_until timestamptz
);

create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  user_agent text not null,
  ip_address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index sessions_user on sessions (user_id) where ended_at is null;
create index sessions_expiry on sessions (expires_at);

create table refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references sessions on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_session on refresh_tokens (session_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);

-- Secrets of links and challenges: hashed, single use, bound to an address.
create table one_time_tokens (
  token_hash bytea primary key,
  kind text not null check (kind in ('verifyEmail', 'changeEmail', 'resetPassword', 'mfaChallenge')),
  user_id uuid not null references users on delete cascade,
  email text not null,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_tokens_user on one_time_tokens (user_id, kind);
create index one_time_tokens_expiry on one_time_tokens (expires_at);

create table organizations (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default now(),
  deletion_scheduled_for timestamptz
);
create index organizations_deletion on organizations (deletion_scheduled_for) where deletion_scheduled_for is not null;

create table roles (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null unique,
  -- Built-in roles take their permissions from the code; custom ones keep their own.
  key text check (key in ('owner', 'admin', 'member', 'guest')),
  name text not null,
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index roles_name on roles (organization_id, lower(name));
create unique index roles_key on roles (organization_id, key) where key is not null;

create table memberships (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null unique,
  user_id uuid not null references users on delete cascade,
  role_id uuid not null,
  state text not null default 'active' check (state in ('active', 'suspended')),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, role_id) references roles (organization_id, id)
);
create index memberships_user on memberships (user_id);
create index memberships_role on memberships (organization_id, role_id);

create table invitations (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null unique,
  email text,
  role_id uuid not null,
  token_hash bytea not null unique,
  -- The link in the mail has a secret of its own: only that one proves the address.
  mail_token_hash bytea unique,
  invited_by uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references users on delete set null,
  revoked_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, role_id) references roles (organization_id, id)
);
create unique index invitations_open on invitations (organization_id, lower(email))
  where used_at is null and revoked_at is null and email is not null;

create table api_keys (
  organization_id uuid not null,
  id uuid not null unique,
  user_id uuid not null,
  name text not null,
  prefix text not null unique,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id),
  -- A key dies with its owner's membership.
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade
);
create index api_keys_owner on api_keys (organization_id, user_id);

-- One append-only log of every change: outbox, replay log, activity feed and undo history at once.
create table events (
  id uuid not null,
  position bigint generated always as identity,
  transaction_id xid8 not null default pg_current_xact_id(),
  organization_id uuid,
  board_id uuid,
  board_seq bigint,
  aggregate_type text not null,
  aggregate_id uuid not null,
  type text not null,
  version integer not null,
  data jsonb not null,
  actor jsonb not null,
  request_id text,
  correlation_id text,
  causation_id uuid,
  trace_id text,
  created_at timestamptz not null default now(),
  primary key (created_at, id)
) partition by range (created_at);
create table events_default partition of events default;

-- Months are made ahead, so that the default stays empty and old months can be detached whole. It runs as the owner:
-- the application may not create tables.
create function ensure_event_partitions() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first_day date;
begin
  for ahead in 0..2 loop
    first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead))::date;
    execute format(
      'create table if not exists %I partition of events for values from (%L) to (%L)',
      'events_' || to_char(first_day, 'YYYY_MM'),
      first_day::timestamp at time zone 'UTC',
      (first_day + interval '1 month') at time zone 'UTC');
  end loop;
end $$;
select ensure_event_partitions();
create index events_reader on events (transaction_id, position);
create index events_aggregate on events (aggregate_id, position);

create table event_consumers (
  name text primary key,
  transaction_id xid8 not null,
  position bigint not null,
  updated_at timestamptz not null default now()
);

-- What a consumer could not take yet. While an aggregate has a row here, its later events line up behind it.
create table event_retries (
  consumer text not null,
  position bigint not null,
  event_id uuid not null,
  event_created_at timestamptz not null,
  aggregate_id uuid not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  error text,
  parked_at timestamptz,
  primary key (consumer, position)
);
create index event_retries_waiting on event_retries (consumer, aggregate_id, position) where parked_at is null;

create table idempotency_keys (
  scope text not null,
  key text not null,
  operation text not null,
  request_hash bytea not null,
  answer_sealed text not null,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Whose access changed when; every node rereads the last minute each second.
create table access_epochs (
  kind text not null check (kind in ('session', 'user', 'organization', 'apiKey')),
  subject_id uuid not null,
  bumped_at timestamptz not null,
  primary key (kind, subject_id)
);
create index access_epochs_recent on access_epochs (bumped_at);

create table audit_chains (
  id uuid primary key,
  organization_id uuid,
  length bigint not null,
  head bytea not null,
  -- Where trimming cut the chain: the sequence and hash of the last entry that is gone.
  checkpoint_sequence bigint not null default 0,
  checkpoint_hash bytea not null
);

create table audit_entries (
  chain_id uuid not null references audit_chains,
  sequence bigint not null,
  id uuid not null unique,
  organization_id uuid,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  actor jsonb not null,
  target jsonb,
  details jsonb not null,
  ip_address text,
  user_agent text,
  request_id text,
  created_at timestamptz not null,
  hash bytea not null,
  primary key (chain_id, sequence)
);
create index audit_entries_action on audit_entries (chain_id, action, sequence);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('boardwire.audit_trim', true) = 'on' then
    return old;
  end if;
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_audit_change();

create table mails (
  id uuid primary key,
  organization_id uuid references organizations on delete cascade,
  template text not null,
  recipient text not null,
  params_sealed text not null,
  locale text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  run_at timestamptz not null default now(),
  lease_until timestamptz,
  fence bigint not null default 0,
  error text,
  created_at timestamptz not null default now(),
  final_at timestamptz
);
create index mails_organization on mails (organization_id) where organization_id is not null;
create index mails_waiting on mails (run_at) where state in ('queued', 'sending');

create table mailbox_messages (
  id uuid primary key,
  sender text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  text text not null,
  created_at timestamptz not null default now()
);
create index mailbox_messages_newest on mailbox_messages (created_at desc, id desc);

create table instance_settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

do $$
declare
  target text;
  owner text;
  rule text;
begin
  foreach target in array array[
    'organizations', 'roles', 'memberships', 'invitations', 'api_keys', 'events', 'audit_entries', 'audit_chains', 'mails'
  ] loop
    owner := case target when 'organizations' then 'id' else 'organization_id' end;
    rule := format('%I = (select scope_organization()) or (select scope_is_all())', owner);
    -- Rows without an organization belong to a person or to the instance.
    if target in ('events', 'audit_entries', 'audit_chains', 'mails') then
      rule := rule || ' or organization_id is null';
    end if;
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy tenant on %I using (%s) with check (%s)', target, rule, rule);
  end loop;
end $$;
