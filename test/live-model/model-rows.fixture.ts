import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { BoardChange, LiveCall, ServerMessage } from '@boardwire/contract/sync';
import { createBoard } from './model-board.fixture.ts';
import { createExpectations } from './expectations.fixture.ts';
import type { Expectations } from './expectations.fixture.ts';

/** A committed change with its event's type known. */
export type ModelChange = Omit<BoardChange, 'event' | 'actor'> & {
  actor: { kind: 'user'; userId: string };
  client: string;
  mid: number;
  event: BoardEvent;
};

/** A mutation's final answer. */
export type FinalAnswer = ServerMessage & { t: 'ack' | 'nack' };

/** What the server remembers of one client (live L15–L17). */
export interface ClientRow {
  last: number;
  answers: Map<number, FinalAnswer>;
  /** Every number that was decided, in order. */
  decided: number[];
}

/** How often a mutation was carried out or refused, by the mark that its maker gave it. */
export interface LedgerEntry {
  done: number;
  refused: number;
}

/** All that the model's database holds; a restore puts an older one back. */
export interface ModelRows {
  state: BoardState;
  epoch: number;
  seq: number;
  logFloor: number;
  nextNumber: number;
  log: ModelChange[];
  clients: Map<string, ClientRow>;
  ledger: Map<string, LedgerEntry>;
  /** Marks of the mutations that made changes, by client and number. */
  marks: Map<string, string>;
  expectations: Expectations;
}

/** A database with a board that nobody has changed. */
export function createRows(): ModelRows {
  return {
    state: createBoard(),
    epoch: 1,
    seq: 0,
    logFloor: 0,
    nextNumber: 5,
    log: [],
    clients: new Map(),
    ledger: new Map(),
    marks: new Map(),
    expectations: createExpectations(),
  };
}

/** The row of a client; a new one knows no number. */
export function openClient({ clients }: ModelRows, name: string): ClientRow {
  const known = clients.get(name);
  if (known !== undefined) return known;
  const made: ClientRow = { last: 0, answers: new Map(), decided: [] };
  clients.set(name, made);
  return made;
}

/** Notes what became of a marked mutation. */
export function noteOutcome({ ledger }: ModelRows, mark: string, outcome: keyof LedgerEntry): void {
  const entry = ledger.get(mark) ?? { done: 0, refused: 0 };
  entry[outcome] += 1;
  ledger.set(mark, entry);
}

/** The name that the maker of a mutation gave it; an undo is named after what it takes back. */
export function readMark({ marks }: ModelRows, calls: readonly LiveCall[]): string {
  const [first] = calls;
  const { mark, client, mid } = first?.input ?? {};
  if (typeof mark === 'string') return mark;
  return `undo of ${marks.get(`${client as string}:${mid as number}`) ?? 'nothing'}`;
}
