-- expand: versions before this one do not look at it
-- Which types of events the running versions of a consumer take: one that does not know a type leaves its events to those
-- that do.
create table event_consumer_types (
  consumer text not null,
  type text not null,
  -- Said again each minute by every process that takes it.
  declared_at timestamptz not null default now(),
  primary key (consumer, type)
);
