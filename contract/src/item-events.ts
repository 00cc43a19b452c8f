import { z } from 'zod';
import { fieldConflict, item } from './board-model.ts';
import { position } from './board-numbers.ts';
import { changesOf } from './changes-of.ts';
import { fieldValue } from './column-types.ts';
import { id, timestamp } from './common.ts';
import { defineBoardEvent } from './define.ts';

const moment = timestamp.nullable();

export const itemCreated = defineBoardEvent(
  'item.created',
  'Somebody created an item.',
  z.object({ item }),
);

/** One field from what to what; `resolution` and `lost` tell of a concurrent edit (live L23). */
export const fieldUpdate = z.object({
  from: fieldValue,
  to: fieldValue,
  resolution: z.enum(['merged', 'user_choice', 'last_writer_wins']).optional(),
  lost: z.object({ value: fieldValue, by: id.nullable(), at: timestamp }).optional().meta({
    description: 'the value that another writer set meanwhile and that this one replaced',
  }),
});

export const itemUpdated = defineBoardEvent(
  'item.updated',
  'Fields of an item have other values.',
  z.object({ itemId: id, fields: z.record(z.string(), fieldUpdate) }),
);

export const itemEditRefused = defineBoardEvent(
  'item.editRefused',
  'Somebody edited an item that had been deleted meanwhile; their values are kept here (live L21).',
  z.object({ itemId: id, values: z.record(z.string(), fieldValue) }),
);

const place = z.object({ groupId: id.nullable(), parentId: id.nullable(), pos: position });

export const itemMoved = defineBoardEvent(
  'item.moved',
  'An item has another place on its board.',
  z.object({ itemId: id, from: place, to: place }),
);

export const itemStateChanged = defineBoardEvent(
  'item.stateChanged',
  'An item was archived, deleted or restored.',
  z.object({ itemId: id, changes: changesOf({ archivedAt: moment, deletedAt: moment }) }),
);

export const itemLeft = defineBoardEvent(
  'item.left',
  'An item moved to another board.',
  z.object({ itemId: id, toBoardId: id }),
);

export const itemArrived = defineBoardEvent(
  'item.arrived',
  'An item came from another board.',
  z.object({ item, fromBoardId: id }),
);

export const itemPurged = defineBoardEvent(
  'item.purged',
  'An item is gone for good: its days in the trash are over, or its import was undone.',
  z.object({ itemId: id }),
);

export const itemsRekeyed = defineBoardEvent(
  'items.rekeyed',
  'Neighbours got shorter positions; their order is the same.',
  z.object({ positions: z.record(id, position) }),
);

export const conflictOpened = defineBoardEvent(
  'conflict.opened',
  'Two people gave one field different values, and one of them is asked to choose.',
  z.object({ conflict: fieldConflict }),
);

export const conflictResolved = defineBoardEvent(
  'conflict.resolved',
  'A waiting conflict is over.',
  z.object({
    conflict: fieldConflict,
    outcome: z.enum(['proposed', 'standing', 'other', 'expired', 'moot']),
  }),
);
