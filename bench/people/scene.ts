import type { BenchBoard, BenchUser } from '../lib/board-store.ts';
import type { Spread } from '../lib/figures.ts';

/** Where people act, and how: all that the process of the load gets. */
export interface Scene {
  /** Each person keeps to one node, as behind a load balancer. */
  urls: string[];
  organizationId: string;
  /** Of the program that notifies. */
  apiKey: string;
  users: BenchUser[];
  boards: BenchBoard[];
  people: number;
  /** Median of the pauses between two actions of a person. */
  pauseMs: number;
  warmUpS: number;
  seconds: number;
  seed: number;
}

/** What somebody does, or sees of others. */
export type Action =
  | 'open a board'
  | 'open it unchanged'
  | 'read an item'
  | 'list 50 items'
  | 'list boards'
  | 'read the inbox'
  | 'read comments'
  | 'read the activity'
  | 'edit a cell'
  | 'edit over REST'
  | 'comment'
  | 'notify'
  | 'see an edit of others';

/** What was measured of an action. */
export interface ActionResult {
  count: number;
  perSecond: number;
  ms: Spread;
  errors: number;
}

/** What the process of the load reports. */
export interface LoadReport {
  actions: Partial<Record<Action, ActionResult>>;
  /** Everything that somebody did; what they saw of others is not counted. */
  done: number;
  seconds: number;
  /** One of each kind, for whoever looks for the cause. */
  errors: string[];
}
