import type { Input } from '@boardwire/sdk/operations';

/** What the address of the audit page can carry. */
export interface AuditFilter {
  action?: string;
  actorId?: string;
  /** Days, as `2026-03-12`, in the reader's own time zone. */
  from?: string;
  to?: string;
}

/** Beginnings of act names that the filter offers. */
export const ACT_GROUPS = [
  'member',
  'invitation',
  'role',
  'apiKey',
  'webhook',
  'organization',
  'audit',
] as const;

const FIELDS = ['action', 'actorId', 'from', 'to'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Takes the filter out of an address; what is not a text is dropped. */
export function readAuditFilter(search: Record<string, unknown>): AuditFilter {
  const filter: AuditFilter = {};
  for (const field of FIELDS) {
    const value = search[field];
    if (typeof value === 'string' && value !== '') filter[field] = value;
  }
  return filter;
}

function readDay(day: string | undefined, addDays: number): string | undefined {
  if (day === undefined || !DAY.test(day)) return undefined;
  const moment = new Date(`${day}T00:00:00`);
  moment.setDate(moment.getDate() + addDays);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** The filter as the operation takes it; "until" includes its day. */
export function toAuditInput(
  organizationId: string,
  { action, actorId, from, to }: AuditFilter,
): Pick<Input<'audit.export'>, 'organizationId' | 'action' | 'actorId' | 'from' | 'to'> {
  const fromMoment = readDay(from, 0);
  const toMoment = readDay(to, 1);
  return {
    organizationId,
    ...(action ? { action: `${action}.` } : {}),
    ...(actorId ? { actorId } : {}),
    ...(fromMoment ? { from: fromMoment } : {}),
    ...(toMoment ? { to: toMoment } : {}),
  };
}
