import type { FieldChange } from '@boardwire/contract/column-types';
import type { Item } from '@boardwire/contract/board-model';
import { fields } from './model-board.fixture.ts';

/** What counters and sets must hold, worked out from the calls alone and not from the server's rules. */
export interface Expectations {
  counters: Map<string, number>;
  tags: Map<string, Set<string>>;
  /** What each mutation did, for its undo. */
  effects: Map<string, Effect[]>;
}

type Effect =
  | { itemId: string; kind: 'count'; amount: number }
  | { itemId: string; kind: 'tags'; added: string[]; removed: string[] };

export function createExpectations(): Expectations {
  return { counters: new Map(), tags: new Map(), effects: new Map() };
}

/** Notes a write of an item's fields. `name` is the mutation's. */
export function expectWrite(
  expectations: Expectations,
  name: string,
  { item, changes, seen }: { item: Item; changes: Record<string, FieldChange>; seen: Seen },
): void {
  const counter = changes[fields.counter];
  if (counter !== undefined && 'increment' in counter) {
    apply(expectations, name, { itemId: item.id, kind: 'count', amount: counter.increment });
  }
  const tags = changes[fields.tags];
  if (tags === undefined) return;
  const present = tagsOf(expectations, item.id);
  const isAsSeen = seen[fields.tags] === (item.versions[fields.tags] ?? 0);
  const { add, remove } = toDelta(tags, [...present], isAsSeen);
  apply(expectations, name, {
    itemId: item.id,
    kind: 'tags',
    added: add.filter((tag) => !present.has(tag)),
    removed: remove.filter((tag) => present.has(tag)),
  });
}

/** Notes the undo of a mutation: its own part is taken back, whatever others did meanwhile (live L20). */
export function expectUndo(expectations: Expectations, name: string, target: string): void {
  for (const effect of [...(expectations.effects.get(target) ?? [])].toReversed()) {
    if (effect.kind === 'count') {
      apply(expectations, name, { ...effect, amount: -effect.amount });
    } else {
      const { added, removed, ...rest } = effect;
      apply(expectations, name, { ...rest, added: removed, removed: added });
    }
  }
}

/** Tags that an item must have. */
export function tagsOf({ tags }: Expectations, itemId: string): Set<string> {
  const known = tags.get(itemId) ?? new Set<string>();
  tags.set(itemId, known);
  return known;
}

type Seen = Readonly<Record<string, number>>;

function apply(expectations: Expectations, name: string, effect: Effect): void {
  const { counters, effects } = expectations;
  effects.set(name, [...(effects.get(name) ?? []), effect]);
  const { itemId } = effect;
  if (effect.kind === 'count') {
    counters.set(itemId, (counters.get(itemId) ?? 0) + effect.amount);
    return;
  }
  const tags = tagsOf(expectations, itemId);
  for (const tag of effect.removed) tags.delete(tag);
  for (const tag of effect.added) tags.add(tag);
}

/** Of the whole array counts what its writer changed, or all of it when it saw what stands. */
function toDelta(
  change: FieldChange,
  present: readonly string[],
  isAsSeen: boolean,
): { add: string[]; remove: string[] } {
  if ('increment' in change) return { add: [], remove: [] };
  if (!('set' in change)) return { add: change.add ?? [], remove: change.remove ?? [] };
  const wanted = listOf(change.set);
  const base = isAsSeen ? present : listOf(change.base);
  return {
    add: wanted.filter((tag) => !base.includes(tag)),
    remove: base.filter((tag) => !wanted.includes(tag)),
  };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
