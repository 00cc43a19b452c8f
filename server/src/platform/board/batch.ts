import type { EpochSubject } from '../access-epochs.ts';
import type { Access } from '../access.ts';
import type { Actor } from '../actor.ts';
import type { AuditRecord } from '../audit.ts';
import type { BoardAccess, Grant } from '../authorize.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { NewEvent } from '../event-log.ts';
import type { IdempotentRequest } from '../idempotency.ts';
import { readReadOnlyMode, type ReadOnlyMode } from '../read-only.ts';
import { notFound } from '../refusal.ts';
import type { Sealer } from '../sealing.ts';
import { WRITES_LOCK_KEY } from '../write-barrier.ts';
import type { BoardUnit } from './board-unit.ts';
import type { BoardUnits } from './board-units.ts';
import { nameClient, readLastMids, type ClientKey, type NewAnswer } from './live-clients.ts';
import type { CommittedChange, Mutation } from './mutation.ts';

/** What a batch stands on. */
export interface BatchParts {
  database: Database;
  access: Access;
  sealer: Sealer;
  units: BoardUnits;
}

/** A board in the transaction, with the events that it got. */
export interface OpenBoard {
  unit: BoardUnit;
  accessOf(userId: string | null): BoardAccess | null;
  emitted: CommittedChange[];
  /** Events that a flush has not written yet. */
  unwritten: NewEvent[];
  /** Some of its rows are in the database, uncommitted. */
  hasFlushed: boolean;
}

/** A transaction over boards, and everything that it will write besides their rows. */
export interface Batch {
  parts: BatchParts;
  tx: Transaction;
  boards: Map<string, OpenBoard>;
  grants: ReadonlyMap<string, Grant>;
  /** Number of each client's last mutation. */
  lastMids: Map<string, number>;
  answers: NewAnswer[];
  audit: { record: AuditRecord; mutation: Mutation; now: Date }[];
  epochs: EpochSubject[];
  keyed: { request: IdempotentRequest; answer: unknown }[];
  /** Why the instance takes no changes; null while it takes them. */
  readOnly: ReadOnlyMode | null;
}

/** Names what all writes hold together, so that a switch to read-only waits for them (web W28). */
const ALL_WRITES = '';
const LOCK = `select case name when '${ALL_WRITES}' then pg_advisory_xact_lock_shared(${WRITES_LOCK_KEY})
  else pg_advisory_xact_lock(hashtextextended(name, 0)) end from unnest($1::text[]) as name`;

/** Takes the locks of boards and clients and reads what stands behind them, in one round trip. */
export async function openBatch(
  parts: BatchParts,
  tx: Transaction,
  mutations: readonly Mutation[],
): Promise<Batch> {
  const organizationId = mutations[0]?.organizationId ?? null;
  const boardIds = organizationId === null ? [] : unique(mutations.flatMap(boardsOf));
  const boardId = mutations[0]?.boardId;
  const itemIds = unique(mutations.flatMap(itemsOf));
  const clients = mutations.flatMap((mutation) => clientOf(mutation) ?? []);
  const users = unique(mutations.flatMap(({ actor }) => userOf(actor) ?? []));
  // Boards before clients, each in one order for all (live L3): then no two batches wait for each other.
  const ordered = [...boardIds.toSorted(), ...unique(clients.map(nameClient)).toSorted()];
  const locks = [ALL_WRITES, ...ordered];
  // Sent together; the connection runs them in this order, so everything is read behind the locks.
  const [, units, levels, grants, lastMids, readOnly] = await Promise.all([
    tx.query(LOCK, [locks]),
    Promise.all(boardIds.map((id) => parts.units.open(tx, id, id === boardId ? itemIds : []))),
    Promise.all(boardIds.map((id) => parts.access.loadBoard(tx, id, [...users, null]))),
    loadGrants(parts.access, tx, users, organizationId),
    clients.length === 0 ? new Map<string, number>() : readLastMids(tx, clients),
    readReadOnlyMode(tx),
  ]);
  return {
    parts,
    tx,
    boards: new Map(units.flatMap((unit, index) => openBoard(unit, levels[index]))),
    grants,
    lastMids,
    answers: [],
    audit: [],
    epochs: [],
    keyed: [],
    readOnly,
  };
}

async function loadGrants(
  access: Access,
  tx: Transaction,
  userIds: readonly string[],
  organizationId: string | null,
): Promise<Map<string, Grant>> {
  if (organizationId === null || userIds.length === 0) return new Map();
  return access.loadGrants(tx, userIds, organizationId);
}

function openBoard(
  unit: BoardUnit | null,
  accessOf: OpenBoard['accessOf'] = () => null,
): [string, OpenBoard][] {
  if (unit === null) return [];
  return [[unit.boardId, { unit, accessOf, emitted: [], unwritten: [], hasFlushed: false }]];
}

/** The items that the calls are about: read with their board, instead of call by call. */
function itemsOf({ calls }: Mutation): readonly string[] {
  return calls.flatMap(({ operation, input }) => operation.itemIds?.(input) ?? []);
}

/** The boards that a mutation changes. */
function boardsOf({ boardId, calls }: Mutation): string[] {
  return [boardId, ...calls.flatMap(({ operation, input }) => operation.alsoLocks?.(input) ?? [])];
}

/** The board, which a batch has opened. Throws NOT_FOUND when there is none. */
export function requireBoard({ boards }: Batch, boardId: string): OpenBoard {
  const board = boards.get(boardId);
  if (board === undefined) throw notFound('This board');
  return board;
}

/** What a board says of somebody at this point of the batch. */
export function accessOf(board: OpenBoard, actor: Actor): BoardAccess | null {
  const access = board.accessOf(userOf(actor));
  const { visibility, deletedAt } = board.unit.state.board;
  // An earlier mutation of the batch may have changed it.
  return access && { ...access, visibility, isDeleted: deletedAt !== null };
}

/** The live client that a mutation comes from. */
export function clientOf({ actor, live }: Mutation): ClientKey | null {
  const userId = userOf(actor);
  return live === undefined || userId === null ? null : { userId, clientId: live.clientId };
}

/** The person behind an actor. */
export function userOf(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'apiKey' ? actor.userId : null;
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
