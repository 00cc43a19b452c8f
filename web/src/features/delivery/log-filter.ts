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

/** What only single deliveries have. */
type OfDeliveries = Pick<LogFilter, 'state' | 'channel' | 'recipientId'>;

function isOfDeliveries({ state, channel, recipientId }: OfDeliveries): boolean {
  return [state, channel, recipientId].some((value) => value !== undefined);
}

/**
 * Takes the filter out of an address; what is none is dropped, and whoever asks for a state, a channel or a recipient
 * asks for deliveries. Every key is answered: the router keeps what a reader leaves out.
 */
export function readLogFilter(search: Record<string, unknown>): LogFilter {
  const { category } = search;
  const isCategory = typeof category === 'string' && category.length <= CATEGORY_MAX_LENGTH;
  const ofDeliveries: OfDeliveries = {
    state: oneOf(STATES, search['state']),
    channel: oneOf(CHANNELS, search['channel']),
    recipientId: matching(UUID, search['recipientId']),
  };
  const isByDelivery = search['view'] === 'deliveries' || isOfDeliveries(ofDeliveries);
  return {
    view: isByDelivery ? 'deliveries' : undefined,
    ...ofDeliveries,
    category: isCategory && category !== '' ? category : undefined,
    from: matching(DAY, search['from']),
    to: matching(DAY, search['to']),
    compose: search['compose'] === true ? true : undefined,
  };
}

/** The filter with one field changed; only deliveries have some, so these are listed then. */
export function withField<Field extends keyof LogFilter>(
  filter: LogFilter,
  field: Field,
  value: LogFilter[Field] | undefined,
): LogFilter {
  const { [field]: _dropped, ...rest } = filter;
  if (value === undefined || value === '') return rest;
  const next = { ...rest, [field]: value };
  return isOfDeliveries(next) ? { ...next, view: 'deliveries' } : next;
}

/** The same as messages or as deliveries; messages have no state, channel or recipient of their own. */
export function withView(filter: LogFilter, view: 'messages' | 'deliveries'): LogFilter {
  const { view: _view, state: _s, channel: _c, recipientId: _r, ...shared } = filter;
  return view === 'messages' ? shared : { ...shared, view };
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
