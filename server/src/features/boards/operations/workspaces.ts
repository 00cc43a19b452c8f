import * as contract from '@boardwire/contract/workspaces';
import { createId } from '../../../kernel/ids.ts';
import { permissionsOf } from '../../../platform/authorize.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import {
  countBoards,
  deleteWorkspace,
  findWorkspace,
  insertWorkspace,
  listWorkspaces,
  renameWorkspace,
  type Workspace,
} from '../store/boards.ts';
import { listReadable } from './readable.ts';

const create = implement(contract.create, {
  async handle({ organizationId, name }, context) {
    const workspace = {
      id: createId(),
      organizationId,
      name,
      createdAt: context.now.toISOString(),
    };
    if (!(await insertWorkspace(context.tx, workspace))) throw nameTaken(name);
    context.emit(contract.workspaceCreated, organizationId, { workspace }, { organizationId });
    return workspace;
  },
});

const list = implement(contract.list, {
  async handle({ organizationId }, context) {
    const all = await listWorkspaces(context.tx, organizationId);
    const held = permissionsOf(context.actor, context.grant);
    if (held.has('boards:create') || held.has('workspaces:manage')) return all;
    // A guest learns of the folders of their boards, and not of others (security S49).
    const boards = await listReadable(context, { organizationId, state: 'active' });
    const used = new Set(boards.map(({ workspaceId }) => workspaceId));
    return all.filter(({ id }) => used.has(id));
  },
});

const update = implement(contract.update, {
  async handle({ workspaceId, name }, context) {
    const before = await requireWorkspace(context, workspaceId);
    if (before.name === name) return before;
    const renamed = { ...before, name };
    if (!(await renameWorkspace(context.tx, renamed))) throw nameTaken(name);
    const { organizationId } = before;
    context.emit(
      contract.workspaceRenamed,
      organizationId,
      { workspaceId, from: before.name, to: name },
      { organizationId },
    );
    return renamed;
  },
});

const remove = implement(contract.remove, {
  async handle({ workspaceId }, context) {
    const { organizationId, name } = await requireWorkspace(context, workspaceId);
    const boards = await countBoards(context.tx, workspaceId);
    if (boards > 0) {
      throw conflict(
        'workspace_not_empty',
        `${boards} boards are in it, the trash included: move or delete them first`,
      );
    }
    await deleteWorkspace(context.tx, workspaceId);
    context.emit(
      contract.workspaceDeleted,
      organizationId,
      { workspaceId, name },
      { organizationId },
    );
    return { done: true } as const;
  },
});

/** Creating, listing, renaming and deleting workspaces. */
export const workspaceOperations: readonly Operation[] = [create, list, update, remove];

/** The workspace. Throws NOT_FOUND when it is gone. */
export async function requireWorkspace({ tx }: OperationContext, id: string): Promise<Workspace> {
  const found = await findWorkspace(tx, id);
  if (found === null) throw notFound('This workspace');
  return found;
}

function nameTaken(name: string) {
  return conflict('name_taken', `A workspace is called "${name}" already: choose another name`);
}
