import { createHash } from 'node:crypto';
import type { ClientMessage, LivePerson } from '@boardwire/contract/sync';
import type { LiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';
import { createPresenceBook, type PresenceBook } from './presence-book.ts';
import type { PresenceBus } from './presence-bus.ts';
import { createPresenceNodes, HERE, type PresenceNodes } from './presence-nodes.ts';
import { createPresenceSender, type PresenceSender } from './presence-sender.ts';

/** Who has which board open, and what they look at. */
export interface Presence {
  /** Tells a new member who is there. */
  greet(boardId: string, member: LiveMember): void;
  /** Takes what a member says of one of its tabs. */
  set(boardId: string, member: LiveMember, clientId: string, message: PresenceMessage): void;
  /** The connection is gone; its tabs have a moment to come back over another one. */
  close(member: LiveMember): void;
  /** Tabs on all boards, and nodes besides this one. */
  stats(): { tabs: number; nodes: number };
  start(): void;
  stop(): void;
}

type PresenceMessage = ClientMessage & { t: 'presence' };

/**
 * A tab of this node, with the lease of this process' own clock (live L25). Only what it says itself renews the lease:
 * several tabs share a connection, and one of them may be gone.
 */
interface Tab {
  boardId: string;
  key: string;
  memberId: string;
  leaseUntilMs: number;
}

const LEASE_MS = 9_000;
/** After its connection closed: a reload is shorter. */
const LINGER_MS = 5_000;
const SWEEP_INTERVAL_MS = 1_000;

/** What a node knows of who is where. */
interface PresenceState {
  book: PresenceBook;
  nodes: PresenceNodes;
  sender: PresenceSender;
  /** By board and key. */
  tabs: Map<string, Tab>;
  /** Names of tabs by member. */
  members: Map<string, Set<string>>;
  /** When leases were looked at last, by the monotonic clock. */
  sweptAtMs: number;
}

/** Creates the presence of this node. */
export function createPresence(hub: LiveHub, bus: PresenceBus): Presence {
  const book = createPresenceBook((holder, boardId, change) => sender.add(holder, boardId, change));
  const nodes = createPresenceNodes(bus, book);
  const sender = createPresenceSender(hub, book, nodes);
  const presence: PresenceState = {
    book,
    nodes,
    sender,
    tabs: new Map(),
    members: new Map(),
    sweptAtMs: performance.now(),
  };
  let timer: NodeJS.Timeout | undefined;
  hub.onLeave((boardId, member) => forgetMember(presence, boardId, member));
  return {
    greet(boardId, member) {
      const up = book.list(boardId);
      if (up.length > 0) member.send({ t: 'people', board: boardId, up, gone: [] });
    },
    set: (boardId, member, clientId, message) =>
      setTab(presence, boardId, { member, clientId, message }),
    close: (member) => linger(presence, member),
    stats: () => ({ tabs: book.count(), nodes: nodes.count() }),
    start() {
      nodes.start();
      timer = setInterval(() => sweep(presence), SWEEP_INTERVAL_MS);
    },
    stop() {
      clearInterval(timer);
      sender.stop();
      nodes.stop();
    },
  };
}

function setTab(
  presence: PresenceState,
  boardId: string,
  told: { member: LiveMember; clientId: string; message: PresenceMessage },
): void {
  const { member, clientId, message } = told;
  const { actor } = member;
  if (actor.kind !== 'user') return;
  const { t: _t, board: _board, tab, state, ...focus } = message;
  const key = nameTab(actor.userId, clientId, tab);
  const name = `${boardId} ${key}`;
  const known = presence.tabs.get(name);
  if (known !== undefined) unlink(presence, name, known);
  if (state === 'gone') return remove(presence, name);
  const leaseUntilMs = performance.now() + LEASE_MS;
  presence.tabs.set(name, { boardId, key, memberId: member.id, leaseUntilMs });
  const own = presence.members.get(member.id) ?? new Set();
  presence.members.set(member.id, own.add(name));
  const person: LivePerson = { key, user: actor.userId, state, ...focus };
  presence.book.put(HERE, boardId, person);
}

/** The tab is another connection's now, or nobody's. */
function unlink({ members }: PresenceState, name: string, { memberId }: Tab): void {
  const own = members.get(memberId);
  own?.delete(name);
  if (own?.size === 0) members.delete(memberId);
}

function remove(presence: PresenceState, name: string): void {
  const tab = presence.tabs.get(name);
  if (tab === undefined) return;
  unlink(presence, name, tab);
  presence.tabs.delete(name);
  presence.book.drop(HERE, tab.boardId, tab.key);
}

function forgetMember(presence: PresenceState, boardId: string, { id }: LiveMember): void {
  for (const name of presence.members.get(id) ?? [])
    if (presence.tabs.get(name)?.boardId === boardId) remove(presence, name);
}

function linger({ tabs, members }: PresenceState, { id }: LiveMember): void {
  const untilMs = performance.now() + LINGER_MS;
  for (const name of members.get(id) ?? []) {
    const tab = tabs.get(name);
    if (tab !== undefined) tab.leaseUntilMs = Math.min(tab.leaseUntilMs, untilMs);
  }
  // Its boards are left next, and what nobody holds is not left with them.
  members.delete(id);
}

/** Lets leases end that nobody renewed. */
function sweep(presence: PresenceState): void {
  const nowMs = performance.now();
  const wasLate = nowMs - presence.sweptAtMs > 2 * SWEEP_INTERVAL_MS;
  presence.sweptAtMs = nowMs;
  // After a blocked event loop the renewals are still to be read: nobody is gone yet (live L25).
  if (wasLate) return;
  for (const [name, { leaseUntilMs }] of presence.tabs)
    if (leaseUntilMs < nowMs) remove(presence, name);
  presence.nodes.sweep(nowMs);
}

/** A tab as others know it: the client's own id lets its holder send mutations, so it stays with them. */
function nameTab(userId: string, clientId: string, tab: number): string {
  return createHash('sha256')
    .update(`${userId} ${clientId} ${tab}`)
    .digest('base64url')
    .slice(0, 16);
}
