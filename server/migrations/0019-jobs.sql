-- Background jobs as we know them, whatever their engine remembers: states, starts and ends are read here (delivery D3).
-- They belong to the instance, so there is no organization to keep apart.
create table jobs (
  id uuid primary key,
  queue text not null,
  name text not null,
  -- Its copy in the engine. Each life has another: what the engine still holds of an earlier one is stale.
  engine_id text not null,
  life integer not null default 0,
  -- `waiting` with a later `run_at` is delayed.
  state text not null
    check (state in ('waiting', 'active', 'waitingChildren', 'completed', 'dead', 'discarded')),
  -- Null where it was too large or no database can hold it: `payload_note` says so.
  payload jsonb,
  payload_note text,
  priority integer not null default 0,
  attempts integer not null check (attempts > 0),
  first_wait_ms integer not null,
  -- Number of its last start, over all lives: whoever writes an end names it, and is refused when another began.
  starts integer not null default 0,
  -- Of the present life: starts that count, those that nobody ended, and tries that ended in an error.
  spent integer not null default 0,
  lost integer not null default 0,
  failures integer not null default 0,
  redrives integer not null default 0,
  progress jsonb,
  reason text check (reason in ('attempts', 'rejected', 'payload', 'lost')),
  error text,
  stack text,
  has_children boolean not null default false,
  parent_id uuid references jobs on delete set null,
  -- A parent that is begun again names its children again: they stay the same ones.
  child_key text,
  schedule text,
  traceparent text,
  created_at timestamptz not null default now(),
  run_at timestamptz not null default now(),
  -- When the engine was last told; null: to be told now.
  rung_at timestamptz,
  started_at timestamptz,
  -- The process that runs it was alive then.
  seen_at timestamptz,
  ended_at timestamptz,
  announced_at timestamptz
);
create unique index jobs_engine on jobs (queue, engine_id);
create unique index jobs_child on jobs (parent_id, child_key) where parent_id is not null;
-- The console: the newest of a state, and what is open of each queue.
create index jobs_newest on jobs (state, id desc);
create index jobs_open on jobs (queue, state, run_at)
  where state in ('waiting', 'active', 'waitingChildren', 'dead');
create index jobs_unrung on jobs (rung_at nulls first, run_at) where state = 'waiting';
create index jobs_seen on jobs (seen_at) where state = 'active';
create index jobs_ended on jobs (ended_at) where ended_at is not null;
create index jobs_unannounced on jobs (ended_at) where state = 'dead' and announced_at is null;
create index jobs_schedule on jobs (schedule, id desc) where schedule is not null;

-- Each time that a job was begun, and how that ended.
create table job_starts (
  job_id uuid not null references jobs on delete cascade,
  number integer not null,
  queue text not null,
  worker text not null,
  -- When the job was due: the wait before the start is counted from there.
  due_at timestamptz not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text not null default 'running'
    check (outcome in ('running', 'completed', 'failed', 'dead', 'returned', 'lost')),
  error text,
  stack text,
  primary key (job_id, number)
);
create index job_starts_ended on job_starts (queue, ended_at) where ended_at is not null;

-- Queues that an instance owner stopped, on every node.
create table job_pauses (
  queue text primary key,
  paused_at timestamptz not null default now()
);

-- Times that an instance owner chose in place of the configured ones.
create table schedule_times (
  name text primary key,
  cron text not null,
  time_zone text not null,
  is_on boolean not null,
  changed_at timestamptz not null default now()
);

-- Each time at which a schedule ran: of any number of nodes that see it come, one may (fault F13).
create table schedule_slots (
  schedule text not null,
  slot timestamptz not null,
  -- Null for the time from which a schedule counts: nothing ran.
  job_id uuid,
  primary key (schedule, slot)
);
