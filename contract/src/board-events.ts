import { z } from 'zod';
import { defineBoardEvent } from './define.ts';
import { id, timestamp } from './common.ts';
import { board, column, group, view } from './board-model.ts';
import { boardLevels } from './board-levels.ts';
import { position } from './board-numbers.ts';
import { changesOf } from './changes-of.ts';

const moment = timestamp.nullable();

export const boardCreated = defineBoardEvent(
  'board.created',
  'Somebody created a board.',
  z.object({ board }),
);

export const boardChanged = defineBoardEvent(
  'board.changed',
  'A board has another name, description, prefix or workspace, or was archived, deleted or restored.',
  z.object({
    changes: changesOf({
      name: board.shape.name,
      description: board.shape.description,
      prefix: board.shape.prefix,
      workspaceId: id,
      archivedAt: moment,
      deletedAt: moment,
    }),
  }),
);

export const boardAccessChanged = defineBoardEvent(
  'board.accessChanged',
  'Other people than before may see or edit a board.',
  z.object({
    visibility: z.object({ from: board.shape.visibility, to: board.shape.visibility }).optional(),
    member: z
      .object({
        userId: id,
        from: z.enum(boardLevels).nullable(),
        to: z.enum(boardLevels).nullable(),
      })
      .optional(),
    link: z.object({ linkId: id, isRevoked: z.boolean() }).optional(),
  }),
);

export const columnCreated = defineBoardEvent(
  'column.created',
  'A board has another column.',
  z.object({ column }),
);

export const columnChanged = defineBoardEvent(
  'column.changed',
  'A column has another name, settings or place, or was hidden, deleted or restored.',
  z.object({
    columnId: id,
    changes: changesOf({
      name: column.shape.name,
      settings: column.shape.settings,
      pos: position,
      isHidden: z.boolean(),
      deletedAt: moment,
    }),
  }),
);

export const columnPurged = defineBoardEvent(
  'column.purged',
  'A column is gone for good, with its values: its days in the trash are over, or its import was undone.',
  z.object({ columnId: id }),
);

export const groupCreated = defineBoardEvent(
  'group.created',
  'A board has another group.',
  z.object({ group }),
);

export const groupChanged = defineBoardEvent(
  'group.changed',
  'A group has another name, colour or place, or was archived, deleted or restored.',
  z.object({
    groupId: id,
    changes: changesOf({
      name: group.shape.name,
      color: group.shape.color,
      pos: position,
      archivedAt: moment,
      deletedAt: moment,
    }),
  }),
);

export const groupPurged = defineBoardEvent(
  'group.purged',
  'A group is gone for good: its days in the trash are over, or its import was undone.',
  z.object({ groupId: id }),
);

export const viewCreated = defineBoardEvent(
  'view.created',
  'A board has another view for everybody.',
  z.object({ view }),
);

export const viewChanged = defineBoardEvent(
  'view.changed',
  'A view has another name, settings or place.',
  z.object({
    viewId: id,
    changes: changesOf({ name: z.string(), settings: view.shape.settings, pos: position }),
  }),
);

export const viewDeleted = defineBoardEvent('view.deleted', 'A view is gone.', z.object({ view }));
