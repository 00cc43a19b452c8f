import type { BoardCall } from '@boardwire/sdk/live/board-operations';

/** An item that a call puts somewhere; those of the same `home` stand there one behind the other. */
export interface Placing {
  itemId: string;
  home: string;
}

/** The item that a call puts somewhere; undefined of any other call. */
export function readPlacing(call: BoardCall): Placing | undefined {
  if (call.op !== 'items.create' && call.op !== 'items.move') return undefined;
  const { groupId, parentId, after, before } = call.input;
  const itemId = call.op === 'items.create' ? call.input.id : call.input.itemId;
  return itemId === undefined
    ? undefined
    : { itemId, home: JSON.stringify([groupId, parentId, after, before]) };
}

/**
 * A call that comes later than others it belongs between: `order` is the wanted one, `there` are the items that have come.
 * Its item goes behind the nearest of them, or before the next one.
 */
export function keepOrder(
  call: BoardCall,
  order: readonly Placing[],
  there: ReadonlySet<string>,
): BoardCall {
  const wanted = readPlacing(call);
  const at = order.findIndex(({ itemId }) => itemId === wanted?.itemId);
  const own = order[at];
  if (!own) return call;
  const isBeside = ({ itemId, home }: Placing) => home === own.home && there.has(itemId);
  const previous = order.slice(0, at).findLast(isBeside);
  const next = order.slice(at + 1).find(isBeside);
  if (previous) return putBeside(call, { after: previous.itemId, before: undefined });
  return next ? putBeside(call, { after: undefined, before: next.itemId }) : call;
}

function putBeside(
  call: BoardCall,
  anchor: { after: string | undefined; before: string | undefined },
): BoardCall {
  if (call.op === 'items.create') return { op: call.op, input: { ...call.input, ...anchor } };
  if (call.op === 'items.move') return { op: call.op, input: { ...call.input, ...anchor } };
  return call;
}
