/** What holds until somebody lifts it takes the place of what would end by itself; nothing else does. */
export const LASTING = `on conflict (organization_id, channel, address_hash) do update
  set reason = excluded.reason, until = null, created_at = now() where suppressions.until is not null`;
