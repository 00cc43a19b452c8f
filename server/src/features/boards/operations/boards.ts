import { z } from 'zod';
import * as events from '@boardwire/contract/board-events';
import type { Board } from '@boardwire/contract/board-model';
import * as contract from '@boardwire/contract/boards';
import { createId } from '../../../kernel/ids.ts';
import { rankBetween } from '../../../kernel/rank.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { freePrefix, suggestPrefix } from '../domain.ts';
import { findBoard, insertBoard, putBoardMember, readPrefixes } from '../store/boards.ts';
import { copyStructure, insertGroup, insertStructure } from '../store/structure.ts';
import { listReadable, toListed, type ListedBoard } from './readable.ts';
import { requireWorkspace } from './workspaces.ts';

const PLACE = z.tuple([z.string(), z.uuid()]);

const create = implement(contract.create, {
  async handle({ workspaceId, prefix, ...input }, context) {
    const { organizationId } = await requireWorkspace(context, workspaceId);
    const board = await makeBoard(context, { ...input, organizationId, workspaceId, prefix });
    const group = {
      id: createId(),
      name: 'To do',
      color: 'blue',
      pos: rankBetween(null, null),
      createdAt: board.createdAt,
      archivedAt: null,
      deletedAt: null,
    } as const;
    await insertBoard(context.tx, board, 2);
    await insertGroup(context.tx, board, group);
    context.emit(events.groupCreated, board.id, { group }, inLog(board, 2));
    return nameOwner(context, board);
  },
});

const duplicate = implement(contract.duplicate, {
  async handle({ boardId, name }, context) {
    const original = await requireBoard(context, boardId);
    const { organizationId, workspaceId, description, visibility } = original;
    if (!context.grant?.permissions.has('boards:create')) {
      throw conflict('boards_create', 'You may not create boards here');
    }
    const copy = await makeBoard(context, {
      organizationId,
      workspaceId,
      description,
      visibility,
      name: name ?? `${original.name} (copy)`.slice(-120),
    });
    const added = await copyStructure(context.tx, { from: boardId, to: copy });
    await insertBoard(context.tx, copy, 1 + added.length);
    await insertStructure(context.tx, copy, added);
    for (const [index, { spec, payload }] of added.entries()) {
      context.emit(spec, copy.id, payload as never, inLog(copy, 2 + index));
    }
    return nameOwner(context, copy);
  },
});

const list = implement(contract.list, {
  async handle({ organizationId, workspaceId, state, cursor, limit }, context) {
    const place = decodeCursor(cursor, PLACE);
    const after = place && { name: place[0], id: place[1] };
    const query = { organizationId, workspaceId, state, after, limit: limit + 1 };
    const rows = await listReadable(context, query);
    const { items, nextCursor } = toPage(rows, limit, ({ name, id }) => [name, id]);
    return { items: items.map((row) => toListed(context, row)), nextCursor };
  },
});

const get = implement(contract.get, {
  handle: ({ boardId }, context) => readListed(context, boardId),
});

/** Creating, copying, listing and reading boards. */
export const boardOperations: readonly Operation[] = [create, duplicate, list, get];

/**
 * Adds a board without groups that waits in the trash, where its owner alone sees it, until an import has filled it and
 * takes it out. Throws NOT_FOUND when the organization has no such workspace.
 */
export async function addHiddenBoard(
  context: OperationContext,
  input: Pick<Board, 'organizationId' | 'workspaceId' | 'name' | 'visibility'>,
): Promise<Board> {
  const { organizationId } = await requireWorkspace(context, input.workspaceId);
  if (organizationId !== input.organizationId) throw notFound('This workspace');
  const board = await makeBoard(context, { ...input, description: '', isHidden: true });
  await insertBoard(context.tx, board, 1);
  await nameOwner(context, board);
  return board;
}

/** A new board with a prefix of its own, announced as the first event of its log. Throws CONFLICT for a taken prefix. */
export async function makeBoard(
  context: OperationContext,
  input: Pick<Board, 'organizationId' | 'workspaceId' | 'name' | 'description' | 'visibility'> & {
    prefix?: string | undefined;
    isHidden?: boolean;
  },
): Promise<Board> {
  const { prefix: wanted, isHidden = false, ...rest } = input;
  const taken = await readPrefixes(context.tx, input.organizationId);
  if (wanted !== undefined && taken.has(wanted)) {
    throw conflict('prefix_taken', `Another board uses ${wanted}: choose another prefix`);
  }
  const board: Board = {
    ...rest,
    id: createId(),
    prefix: wanted ?? freePrefix(suggestPrefix(input.name), taken),
    createdBy: requireUserId(context.actor),
    createdAt: context.now.toISOString(),
    archivedAt: null,
    deletedAt: isHidden ? context.now.toISOString() : null,
  };
  context.emit(events.boardCreated, board.id, { board }, inLog(board, 1));
  return board;
}

/** A place in the log of a board that this operation makes. */
export function inLog({ organizationId }: Board, boardSeq: number) {
  return { organizationId, isNew: true, boardSeq };
}

/** Makes the caller the owner of a new board; answers it as lists show it. */
export async function nameOwner(context: OperationContext, board: Board): Promise<ListedBoard> {
  const { organizationId, id: boardId } = board;
  const userId = requireUserId(context.actor);
  await putBoardMember(context.tx, { organizationId, boardId, userId, level: 'owner' });
  return toListed(context, { ...board, level: 'owner' });
}

async function requireBoard({ tx, actor }: OperationContext, boardId: string) {
  const userId = actor.kind === 'user' || actor.kind === 'apiKey' ? actor.userId : null;
  const found = await findBoard(tx, boardId, userId);
  if (found === null) throw notFound('This board');
  return found;
}

async function readListed(context: OperationContext, boardId: string): Promise<ListedBoard> {
  return toListed(context, await requireBoard(context, boardId));
}
