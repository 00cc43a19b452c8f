import type { ServerMessage } from '@boardwire/contract/sync';
import type { Actor } from '../actor.ts';

/** Somebody who has boards open, over one connection. */
export interface LiveMember {
  /** Of the connection. */
  id: string;
  actor: Actor;
  send(message: ServerMessage): void;
  /** Puts the connection into a group that `broadcast` reaches at once, or takes it out. */
  enter(slice: string): void;
  leave(slice: string): void;
}

/** Whoever came by a link is sent less than those who belong to the board (security S20). */
export function isVisitor({ actor }: LiveMember): boolean {
  return actor.kind === 'shareLink';
}

/** Sends one message to every connection of a slice, built once (live L28). */
export type Broadcast = (slice: string, message: ServerMessage) => void;
