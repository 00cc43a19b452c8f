import { z } from 'zod';
import { board } from './board-model.ts';
import { listedBoard } from './boards.ts';
import { colorNames, columnTypes } from './column-types.ts';
import { id, name } from './common.ts';
import { defineOperation } from './define.ts';

const onOrganization = {
  kind: 'permission',
  permission: 'organization:read',
  object: 'organization',
  id: 'organizationId',
} as const;
const inWorkspace = {
  kind: 'permission',
  permission: 'boards:create',
  object: 'workspace',
  id: 'workspaceId',
} as const;

const color = z.enum(colorNames);

/** What a board made from a template begins with. */
export const template = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    groups: z.array(z.object({ name: z.string(), color })),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.enum(columnTypes),
        options: z.array(z.object({ name: z.string(), color })),
      }),
    ),
    views: z.array(z.object({ name: z.string(), kind: z.string() })),
    itemCount: z.int(),
  })
  .meta({ id: 'Template' });

export const list = defineOperation({
  name: 'templates.list',
  summary: 'Templates that a board can be made from.',
  method: 'GET',
  path: '/organizations/:organizationId/templates',
  access: onOrganization,
  input: z.strictObject({ organizationId: id }),
  output: z.array(template),
  hasTag: 'answer',
});

export const use = defineOperation({
  name: 'templates.use',
  summary: 'Create a board from a template, with its groups, columns, views and example items.',
  method: 'POST',
  path: '/workspaces/:workspaceId/boards/from-template',
  access: inWorkspace,
  input: z.strictObject({
    workspaceId: id,
    templateId: z.string().min(1).max(64),
    name: name.optional().meta({ description: 'the template’s name when it is missing' }),
    visibility: board.shape.visibility.default('organization'),
    withItems: z.boolean().default(true).meta({ description: 'false: without example items' }),
  }),
  output: listedBoard,
  errors: ['CONFLICT'],
});

export const addSample = defineOperation({
  name: 'templates.addSample',
  summary:
    'Create the sample board, whose items show what a board can do; reports and mail leave it out.',
  method: 'POST',
  path: '/workspaces/:workspaceId/boards/sample',
  access: inWorkspace,
  input: z.strictObject({ workspaceId: id }),
  output: listedBoard,
});

export const listSamples = defineOperation({
  name: 'templates.listSamples',
  summary: 'The sample boards of an organization that one may see and that are in use.',
  method: 'GET',
  path: '/organizations/:organizationId/sample-boards',
  access: onOrganization,
  input: z.strictObject({ organizationId: id }),
  output: z.array(listedBoard),
});
