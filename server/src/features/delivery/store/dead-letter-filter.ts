import type { Channel } from '../domain/states.ts';

/** Which dead letters are meant; each left out means all. */
export interface DeadLetterFilter {
  channel: Channel | null;
  reason: string | null;
  category: string | null;
  ids: readonly string[] | null;
}

/** The first values of each query about dead letters. */
export function valuesOf(
  organizationId: string | null,
  { channel, reason, category, ids }: DeadLetterFilter,
) {
  return [organizationId, channel, reason, category, ids];
}

/** Whether a row is of the organization `$1`, or of the instance where there is none; either way by the index. */
export function belongsTo(alias: string, organizationId: string | null): string {
  return organizationId === null
    ? `$1::uuid is null and ${alias}.organization_id is null`
    : `${alias}.organization_id = $1`;
}
