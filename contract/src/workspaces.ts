import { z } from 'zod';
import { workspace } from './board-model.ts';
import { done, id, name } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

const onOrganization = { object: 'organization', id: 'organizationId' } as const;
const manage = {
  kind: 'permission',
  permission: 'workspaces:manage',
  object: 'workspace',
  id: 'workspaceId',
} as const;

export const create = defineOperation({
  name: 'workspaces.create',
  summary: 'Create a workspace.',
  method: 'POST',
  path: '/organizations/:organizationId/workspaces',
  access: { kind: 'permission', permission: 'workspaces:manage', ...onOrganization },
  input: z.strictObject({ organizationId: id, name }),
  output: workspace,
  errors: ['CONFLICT'],
});

export const list = defineOperation({
  name: 'workspaces.list',
  summary: 'The workspaces of an organization that one can see a board of, or may fill.',
  method: 'GET',
  path: '/organizations/:organizationId/workspaces',
  access: { kind: 'permission', permission: 'organization:read', ...onOrganization },
  input: z.strictObject({ organizationId: id }),
  output: z.array(workspace),
  hasTag: 'answer',
});

export const update = defineOperation({
  name: 'workspaces.update',
  summary: 'Rename a workspace.',
  method: 'PATCH',
  path: '/workspaces/:workspaceId',
  access: manage,
  input: z.strictObject({ workspaceId: id, name }),
  output: workspace,
});

export const remove = defineOperation({
  name: 'workspaces.delete',
  summary: 'Delete an empty workspace.',
  method: 'DELETE',
  path: '/workspaces/:workspaceId',
  access: manage,
  input: z.strictObject({ workspaceId: id }),
  output: done,
  errors: ['CONFLICT'],
});

const workspaceEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;

export const workspaceCreated = defineEvent({
  type: 'workspace.created',
  summary: 'An organization has another workspace.',
  ...workspaceEvent,
  payload: z.object({ workspace }),
});

export const workspaceRenamed = defineEvent({
  type: 'workspace.renamed',
  summary: 'A workspace has another name.',
  ...workspaceEvent,
  payload: z.object({ workspaceId: id, from: z.string(), to: z.string() }),
});

export const workspaceDeleted = defineEvent({
  type: 'workspace.deleted',
  summary: 'A workspace is gone.',
  ...workspaceEvent,
  payload: z.object({ workspaceId: id, name: z.string() }),
});
