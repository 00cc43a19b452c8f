import { z } from 'zod';
import { sequence } from './board-numbers.ts';
import { id } from './common.ts';
import { defineBoardEvent, defineOperation } from './define.ts';
import { longRichText } from './rich-text.ts';

/** Bounds of a long text (live L21, security S37). */
export const textLimits = {
  /** Largest document, in bytes of its Yjs state after compaction. */
  maxBytes: 1_048_576,
  /** A change beyond this is not sent along with its event: whoever has the text open reads it anew. */
  maxEventBytes: 32_768,
  /** Clients collect what is typed for this long, then send one update. */
  sendEveryMs: 250,
  /** Characters of the beginning that stands in the item. */
  previewLength: 200,
  /** Updates after which the server stores the document anew, as one state. */
  compactAfter: 200,
} as const;

/** What an item's row tells of a long text; null when it is empty. The server alone writes it. */
export const textSummary = z
  .object({
    preview: z.string().meta({ description: 'the first 200 characters, on one line' }),
    length: z.int().meta({ description: 'characters of the whole text' }),
  })
  .nullable()
  .meta({ description: 'what the item tells of the text; null: empty' });

const itemText = { itemId: id, field: id.meta({ description: 'a long text column' }) };
const read = {
  kind: 'permission',
  permission: 'board:read',
  object: 'item',
  id: 'itemId',
} as const;
const write = {
  kind: 'permission',
  permission: 'item:write',
  object: 'item',
  id: 'itemId',
} as const;

/** Bytes of at most the largest document as base64, which makes four characters of three bytes. */
const bytes = z.base64().max(4 * Math.ceil(textLimits.maxBytes / 3), 'At most 1 MB');
const version = sequence.meta({ description: 'sequence of the text’s last write; 0: never' });
const written = z.object({ version, value: textSummary });

export const get = defineOperation({
  name: 'texts.get',
  summary: 'A long text as a document.',
  method: 'GET',
  path: '/items/:itemId/texts/:field',
  access: read,
  input: z.strictObject(itemText),
  output: z.object({ boardId: id, version, document: longRichText }),
});

export const getState = defineOperation({
  name: 'texts.getState',
  summary: 'A long text as Yjs state, to be edited together with others.',
  method: 'GET',
  path: '/items/:itemId/texts/:field/state',
  access: { ...read, shareLinks: false },
  input: z.strictObject(itemText),
  output: z.object({
    boardId: id,
    version,
    state: bytes.meta({
      description:
        'a Yjs update (v1) with everything; apply to it the `text.updated` events after `version`',
    }),
  }),
});

export const getVersion = defineOperation({
  name: 'texts.getVersion',
  summary:
    'A long text as it was after one of its edits, for as long as the activity has all of them.',
  method: 'GET',
  path: '/items/:itemId/texts/:field/versions/:version',
  access: { ...read, shareLinks: false },
  input: z.strictObject({
    ...itemText,
    version: z.coerce.number<number>().int().min(1).meta({ description: 'sequence of the edit' }),
  }),
  output: z.object({ version, document: longRichText }),
  errors: ['CONFLICT'],
});

export const update = defineOperation({
  name: 'texts.update',
  summary: 'Apply a Yjs update to a long text; what stands already changes nothing.',
  method: 'POST',
  path: '/items/:itemId/texts/:field',
  access: write,
  input: z.strictObject({
    ...itemText,
    update: bytes.meta({ description: 'a Yjs update (v1), made on the text’s own state' }),
  }),
  output: written,
  errors: ['CONFLICT'],
  changesBoard: true,
  isBulk: true,
});

export const replace = defineOperation({
  name: 'texts.replace',
  summary: 'Give a long text another content; blocks that stay the same are left alone.',
  method: 'PUT',
  path: '/items/:itemId/texts/:field',
  access: write,
  input: z.strictObject({
    ...itemText,
    document: longRichText,
    seen: version.optional().meta({
      description: 'version that the caller saw: CONFLICT when somebody wrote since',
    }),
  }),
  output: written,
  errors: ['CONFLICT'],
  changesBoard: true,
  isBulk: true,
});

export const textUpdated = defineBoardEvent(
  'text.updated',
  'Somebody edited a long text.',
  z.object({
    itemId: id,
    field: id,
    update: z.base64().nullable().meta({
      description: 'the Yjs update (v1) as base64; null when it is large: read the text anew',
    }),
    value: textSummary,
  }),
);
