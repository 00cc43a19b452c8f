-- A message that cannot be planned is tried again after longer and longer waits, and then set aside until somebody decides:
-- it holds up nobody else meanwhile.
alter table messages
  -- In a row; a part of it that could be planned ends the row.
  add column plan_failures integer not null default 0,
  -- It waits for its next try; null for one that may be planned at once.
  add column plan_after timestamptz,
  -- What kind of error it was: a code, never its text, which may quote what was to be sent.
  add column plan_problem text,
  -- Since when nobody tries any more; null again once somebody decided.
  add column parked_at timestamptz,
  -- When administrators were told of that.
  add column parked_told_at timestamptz,
  drop constraint messages_fanout_state_check,
  add constraint messages_fanout_state_check check (fanout_state in ('waiting', 'done', 'parked'));

drop index messages_fanout;
create index messages_fanout on messages
  (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid),
   (case priority when 'critical' then 0 when 'high' then 1 when 'normal' then 2 else 3 end), created_at)
  where fanout_state = 'waiting' and cancelled_at is null and plan_after is null;
create index messages_plan_after on messages (plan_after) where plan_after is not null;
create index messages_parked on messages (organization_id, id) where fanout_state = 'parked';

-- Administrators are told of each dead letter once, whenever its transaction commits.
alter table dead_letters add column announced_at timestamptz;
update dead_letters set announced_at = created_at where ended_at is null;
create index dead_letters_untold on dead_letters (organization_id) where ended_at is null and announced_at is null;
