-- The purge of an organization finds its events whatever they are about, mails among them.
create index events_organization on events (organization_id) where organization_id is not null;
-- Mails that were given up are counted at each scrape.
create index mails_failed on mails (final_at) where state = 'failed';
-- What was over when a consumer was first registered is not its business (outbox O7).
alter table event_consumers add column begins_after pg_snapshot;
