import type { Channel } from './states.ts';

/** What a preference is about, the narrowest first (states of delivery.md: narrowest scope wins). */
export const SCOPES = ['item', 'board', 'workspace', 'all'] as const;
export type Scope = (typeof SCOPES)[number];
export type Mode = 'on' | 'off' | 'digest';

/**
 * One choice of a person. Without a category or channel it holds for all of them: a muted board is one row, and nothing
 * else that was chosen for the board counts until it is heard again.
 */
export interface Preference {
  scope: Scope;
  /** The item, board or workspace; null for `all`. */
  scopeId: string | null;
  category: string | null;
  channel: Channel | null;
  mode: Mode;
}

/** What a message is about, from the narrowest place to the widest; absent where it has none. */
export interface Subject {
  itemId?: string;
  boardId?: string;
  workspaceId?: string;
}

/** What somebody who has chosen nothing gets of a category. */
export interface CategoryDefaults {
  category: string;
  modes: Readonly<Record<Channel, Mode>>;
  /** Nobody can turn it off: account and security messages. */
  isMandatory: boolean;
}

/** How a message reaches a person by a channel, and what said so (delivery D24). */
export interface Choice {
  mode: Mode;
  decidedBy: { kind: 'mandatory' } | { kind: 'default' } | { kind: 'preference'; rule: Preference };
}

/**
 * Decides by a person's preferences: the narrowest place wins, in it that it is muted, then the exact category, then the
 * exact channel.
 */
export function choose(
  defaults: CategoryDefaults,
  channel: Channel,
  { preferences, subject }: { preferences: readonly Preference[]; subject: Subject },
): Choice {
  const standard = defaults.modes[channel];
  if (defaults.isMandatory) return { mode: standard, decidedBy: { kind: 'mandatory' } };
  const [rule] = preferences
    .filter((each) => concerns(each, { category: defaults.category, channel, subject }))
    .toSorted((left, right) => rankOf(left) - rankOf(right));
  if (rule === undefined) return { mode: standard, decidedBy: { kind: 'default' } };
  return { mode: rule.mode, decidedBy: { kind: 'preference', rule } };
}

function concerns(
  rule: Preference,
  { category, channel, subject }: { category: string; channel: Channel; subject: Subject },
): boolean {
  const isThere = rule.scope === 'all' || placeIn(subject, rule.scope) === rule.scopeId;
  const isOfCategory = rule.category === null || rule.category === category;
  return isThere && isOfCategory && (rule.channel === null || rule.channel === channel);
}

/** Undefined where the subject has no such place: no rule has that for its id. */
function placeIn(subject: Subject, scope: Exclude<Scope, 'all'>): string | undefined {
  return { item: subject.itemId, board: subject.boardId, workspace: subject.workspaceId }[scope];
}

/** Ranks of one place: muted, and the four that a category and a channel, named or not, make. */
const RANKS = 5;

function rankOf({ scope, category, channel, mode }: Preference): number {
  const place = SCOPES.indexOf(scope) * RANKS;
  const isMuted = scope !== 'all' && category === null && channel === null && mode === 'off';
  if (isMuted) return place;
  return place + 1 + (category === null ? 2 : 0) + (channel === null ? 1 : 0);
}
