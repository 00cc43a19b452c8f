import * as events from '@boardwire/contract/board-events';
import type { BoardLevel } from '@boardwire/contract/board-levels';
import * as contract from '@boardwire/contract/board-sharing';
import type { PayloadOf } from '@boardwire/contract/define';
import { boardLevelPermissions } from '@boardwire/contract/permissions';
import {
  implementOnBoard,
  type BoardContext,
  type BoardOperation,
} from '../../../platform/board/board-operation.ts';
import { permissionsOf } from '../../../platform/authorize.ts';
import { implement, requireGrant, type Operation } from '../../../platform/operation.ts';
import { conflict, forbidden, notFound } from '../../../platform/refusal.ts';
import {
  countBoardOwners,
  deleteBoardMember,
  findOrganizationMember,
  listBoardMembers,
} from '../store/board-members.ts';
import { putBoardMember } from '../store/boards.ts';
import { requireEditable } from './editable.ts';

/** They write tables that a batch does not hold in memory. */
const isSolo = true;

const setVisibility = implementOnBoard(contract.setVisibility, {
  isSolo,
  async handle({ visibility }, context) {
    requireEditable(context);
    const { board } = context.unit.state;
    if (board.visibility === visibility) return board;
    if (visibility === 'private' && (await countBoardOwners(context.tx, board.id)) === 0) {
      throw conflict('no_owner', 'Name an owner on the board first: nobody could open it any more');
    }
    announce(context, { visibility: { from: board.visibility, to: visibility } });
    return context.unit.state.board;
  },
});

const listMembers = implement(contract.listMembers, {
  async handle({ boardId }, context) {
    const members = await listBoardMembers(context.tx, boardId);
    const held = permissionsOf(context.actor, requireGrant(context));
    const seesAddresses = held.has('members:read');
    return members.map((member) => ({ ...member, email: seesAddresses ? member.email : null }));
  },
});

const setMember = implementOnBoard(contract.setMember, {
  isSolo,
  async handle({ userId, level }, context) {
    requireEditable(context);
    const { tx, unit } = context;
    const { organizationId, boardId } = unit;
    requireHeld(context, level);
    const person = await findOrganizationMember(tx, { organizationId, boardId, userId });
    if (person === null) throw notFound('This member of the organization');
    const held = permissionsOf(context.actor, context.grant);
    const named = { ...person, level, email: held.has('members:read') ? person.email : null };
    if (person.level === level) return named;
    if (person.level === 'owner') await requireOtherOwner(context);
    await putBoardMember(tx, { organizationId, boardId, userId, level });
    announce(context, { member: { userId, from: person.level, to: level } });
    return named;
  },
});

const removeMember = implementOnBoard(contract.removeMember, {
  isSolo,
  async handle({ userId }, context) {
    const { tx, unit } = context;
    const { organizationId, boardId } = unit;
    const person = await findOrganizationMember(tx, { organizationId, boardId, userId });
    if (!person?.level) throw notFound('This member of the board');
    if (person.level === 'owner') await requireOtherOwner(context);
    await deleteBoardMember(tx, { organizationId, boardId, userId });
    announce(context, { member: { userId, from: person.level, to: null } });
    return { done: true } as const;
  },
});

/** Who sees or edits a board. */
export const sharingOperations: readonly (Operation | BoardOperation)[] = [
  setVisibility,
  listMembers,
  setMember,
  removeMember,
];

/** Tells the log, the audit log and every node that other people than before may see the board (live L34). */
export function announce(
  context: BoardContext,
  change: PayloadOf<typeof events.boardAccessChanged>,
): void {
  const { organizationId, boardId, state } = context.unit;
  context.emit(events.boardAccessChanged, change);
  context.bumpEpoch({ kind: 'board', subjectId: boardId });
  context.audit({
    action: 'board.accessChanged',
    chain: { organizationId },
    target: { type: 'board', id: boardId },
    details: { name: state.board.name, ...change },
  });
}

/** Nobody grants above themselves (security S23). */
function requireHeld({ permissions }: BoardContext, level: BoardLevel): void {
  const missing = boardLevelPermissions[level].filter((name) => permissions?.has(name) === false);
  if (missing.length > 0) {
    throw forbidden(`You cannot give what you do not have: ${missing.join(', ')}`, 'above_self');
  }
}

async function requireOtherOwner({ tx, unit }: BoardContext): Promise<void> {
  if (unit.state.board.visibility !== 'private') return;
  if ((await countBoardOwners(tx, unit.boardId)) > 1) return;
  throw conflict('last_owner', 'A private board keeps one owner at least: name another one first');
}
