import type { Input } from '@boardwire/sdk/operations';
import { CHANNELS, STATES, type Channel, type DeliveryState } from './delivery-types.ts';

/** What the address of the message log can carry. */
export interface LogFilter {
  /** Messages, one line each, unless single deliveries are asked for. */
  view?: 'deliveries' | undefined;
  state?: DeliveryState | undefined;
  channel?: Channel | undefined;
  recipientId?: string | undefined;
  category?: string | undefined;
  /** Days, as `2026-03-12`, in the reader's own time zone. */
  from?: string | undefined;
  to?: string | undefined;
  /** A message is being written. */
  compose?: true | undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CATEGORY_MAX_LENGTH = 64;

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}

function matching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/**
 * Takes the filter out of an address; what is none is dropped, and only deliveries have a state, a channel, a recipient.
 * Every key is answered: the router keeps what a reader leaves out.
 */
export function readLogFilter(search: Record<string, unknown>): LogFilter {
  const { category } = search;
  const isCategory = typeof category === 'string' && category.length <= CATEGORY_MAX_LENGTH;
  const isOfDeliveries = search['view'] === 'deliveries';
  return {
    view: isOfDeliveries ? 'deliveries' : undefined,
    state: isOfDeliveries ? oneOf(STATES, search['state']) : undefined,
    channel: isOfDeliveries ? oneOf(CHANNELS, search['channel']) : undefined,
    recipientId: isOfDeliveries ? matching(UUID, search['recipientId']) : undefined,
    category: isCategory && category !== '' ? category : undefined,
    from: matching(DAY, search['from']),
    to: matching(DAY, search['to']),
    compose: search['compose'] === true ? true : undefined,
  };
}

function readDay(day: string | undefined, addDays: number): string | undefined {
  if (day === undefined) return undefined;
  const moment = new Date(`${day}T00:00:00`);
  if (Number.isNaN(moment.getTime())) return undefined;
  moment.setDate(moment.getDate() + addDays);
  return moment.toISOString();
}

type ListInput = Omit<Input<'notifications.listDeliveries'>, 'cursor' | 'limit'>;

/** The filter as the operations take it; "until" includes its day. */
export function toLogInput(organizationId: string, filter: LogFilter): ListInput {
  const { state, channel, recipientId, category } = filter;
  const from = readDay(filter.from, 0);
  const to = readDay(filter.to, 1);
  return {
    organizationId,
    ...(state && { state }),
    ...(channel && { channel }),
    ...(recipientId && { recipientId }),
    ...(category && { category }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** Whether anything is left out. */
export function isFiltering({ view: _view, compose: _compose, ...filter }: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}
