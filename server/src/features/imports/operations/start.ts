import type { ParsedInputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/imports';
import type { Permission } from '@boardwire/contract/permissions';
import { permissionsOf } from '../../../platform/authorize.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, forbidden, invalid, notFound } from '../../../platform/refusal.ts';
import { boards, boardAccess } from '../../boards/index.ts';
import { orderRun, type OwnImport } from '../store/imports.ts';
import { findBoardState, findStrangers } from '../store/targets.ts';
import { requireOwn, toInfo } from './own.ts';

type Input = ParsedInputOf<typeof contract.start>;

/** What a run does on a board, so that whoever asks must be allowed to. */
const NEEDED: readonly Permission[] = ['board:manage', 'item:write', 'comment:write'];

const start = implement(contract.start, {
  async handle(input, context) {
    const { importId, mapping, people } = input;
    const found = await requireOwn(context.tx, context, importId);
    if (found.state !== 'uploaded')
      throw conflict('not_waiting', 'This import was started already');
    await requireMembers(context, found, people);
    const target = await chooseBoard(context, found, input.target);
    const order = { ...target, actor: context.actor, mapping: mapping ?? null, people };
    if (!(await orderRun(context.tx, importId, order))) {
      throw conflict('not_waiting', 'This import was started already');
    }
    const { organizationId, fileName } = found;
    const wanted = { importId, wanted: 'run' } as const;
    context.emit(contract.importRequested, organizationId, wanted, { organizationId });
    context.audit({
      action: contract.start.name,
      chain: { organizationId },
      target: { type: 'board', id: target.boardId },
      details: { importId, fileName },
    });
    return toInfo(await requireOwn(context.tx, context, importId));
  },
});

/** Starting an import. */
export const startOperation: Operation = start;

/** Throws VALIDATION_ERROR naming the person for whom somebody from elsewhere was chosen (security S41). */
async function requireMembers(
  { tx }: OperationContext,
  { organizationId }: OwnImport,
  people: Input['people'],
): Promise<void> {
  const chosen = Object.values(people).filter((id) => id !== 'placeholder');
  if (chosen.length === 0) return;
  const strangers = await findStrangers(tx, organizationId, chosen);
  const wrong = Object.entries(people).find(([, id]) => strangers.has(id));
  if (wrong === undefined) return;
  throw invalid({ path: `people.${wrong[0]}`, message: 'Nobody of this organization' });
}

async function chooseBoard(
  context: OperationContext,
  { organizationId, boardId: uploadedTo }: OwnImport,
  target: Input['target'],
): Promise<{ boardId: string; makesBoard: boolean }> {
  if ('boardId' in target) {
    await requireWritable(context, organizationId, target.boardId);
    return { boardId: target.boardId, makesBoard: false };
  }
  if (!permissionsOf(context.actor, context.grant).has('boards:create')) {
    const hint = uploadedTo === null ? '' : '; import into the board that you sent the file to';
    throw forbidden(`You may not create boards here${hint}`, 'permission');
  }
  const board = await boards.addHidden(context, { organizationId, ...target });
  return { boardId: board.id, makesBoard: true };
}

/** Throws NOT_FOUND, FORBIDDEN or CONFLICT for a board that one may not import into. */
async function requireWritable(
  { tx, actor, grant }: OperationContext,
  organizationId: string,
  boardId: string,
): Promise<void> {
  const userId = requireUserId(actor);
  const state = await findBoardState(tx, boardId);
  const access = (await boardAccess.loadBoard(tx, boardId, [userId]))(userId);
  const held = permissionsOf(actor, grant, access);
  if (state?.organizationId !== organizationId || access === null || !held.has('board:read')) {
    throw notFound('This board');
  }
  const missing = NEEDED.find((permission) => !held.has(permission));
  if (missing !== undefined) throw forbidden(`This needs the permission ${missing}`, 'permission');
  if (state.isPutAway) throw conflict('board_archived', 'The board is archived or in the trash');
}
