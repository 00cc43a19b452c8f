import { z } from 'zod';
import { colorNames } from './column-types.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** An item that waits for a person, as a list over boards shows it. */
export const assignedItem = z
  .object({
    id,
    key: z.string().meta({ description: 'such as OPS-142' }),
    title: z.string(),
    board: z.object({ id, name: z.string() }),
    parentId: id.nullable().meta({ description: 'the item that a sub-item belongs to' }),
    status: z
      .object({ name: z.string(), color: z.enum(colorNames) })
      .nullable()
      .meta({ description: 'of the board’s first status column' }),
    due: z.string().nullable().meta({
      description:
        'a day, or a moment in UTC, of the board’s first date column; without one, the end of its first timeline',
    }),
    createdAt: timestamp,
  })
  .meta({ id: 'AssignedItem' });

export const assigned = defineOperation({
  name: 'items.assigned',
  summary:
    'Items of an organization that one is assigned to and that are not done, over the boards one may see.',
  method: 'GET',
  path: '/organizations/:organizationId/assigned-items',
  access: {
    kind: 'permission',
    permission: 'organization:read',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({
    organizationId: id,
    order: z
      .enum(['due', 'newest'])
      .default('due')
      .meta({ description: 'by due date, those without one last; or by creation, newest first' }),
    ...pageInput,
  }),
  output: pageOf(assignedItem),
  paginated: true,
});

/** An item that waits for a person. */
export type AssignedItem = z.output<typeof assignedItem>;
