-- How much of an organization ended lately, and how fast it goes: without this the whole ledger is read for each look at
-- the queue. Rows get in when they end, so that nothing becomes dearer to ask for; what is counted stands in the index.
create index deliveries_ended on deliveries (organization_id, final_at) include (channel, lane, state)
  where final_at is not null;
