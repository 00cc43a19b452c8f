import { z } from 'zod';
import { id, name, pageInput, pageOf, timestamp } from './common.ts';
import { anyJson } from './column-types.ts';
import { defineEvent, defineOperation } from './define.ts';
import { importMapping, mappedColumn } from './import-mapping.ts';

/** Largest file that is taken, bytes: an export of 100,000 rows has some 20 MB. */
export const IMPORT_MAX_BYTES = 100_000_000;
/** People whom one file may name. */
const MAX_PEOPLE = 2_000;
const FILE_NAME_MAX_LENGTH = 255;
const KEY_MAX_LENGTH = 500;

const onImport = { object: 'import', id: 'importId' } as const;
/** Whoever belongs to the organization may ask; the server shows a person the imports that are their own. */
const own = { kind: 'permission', permission: 'organization:read', ...onImport } as const;

/** What an import can be doing; `undoing` is on its way to `undone`. */
export const importStates = [
  'uploaded',
  'running',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const;

/** The state of an import. */
export type ImportState = (typeof importStates)[number];

/** One kind of thing that was not taken over as it is, with its first cases. */
export const importProblem = z
  .object({
    kind: z.enum(['notTaken', 'changed', 'refused']).meta({
      description: 'left behind; taken, but not as it was; or wrong in the file',
    }),
    code: z.string(),
    message: z.string().meta({ description: 'of the first case' }),
    count: z.int(),
    first: z.array(
      z.object({
        row: z.int().optional().meta({ description: 'line of the file, from 1' }),
        objectKey: z.string().optional().meta({ description: 'id in the other tool' }),
        field: z.string().optional(),
        message: z.string(),
        original: z.string().optional().meta({ description: 'what was cut, in full' }),
      }),
    ),
  })
  .meta({ id: 'ImportProblem' });

const counts = z.record(z.string(), z.int());

/** What a finished run did, and what it did not take over and why. */
export const importReport = z
  .object({
    inFile: counts.meta({ description: 'things of the file by kind' }),
    created: counts,
    updated: counts,
    unchanged: counts,
    problems: z.array(importProblem),
  })
  .meta({ id: 'ImportReport' });

/** An uploaded file and what became of it. */
export const importInfo = z
  .object({
    id,
    organizationId: id,
    boardId: id.nullable().meta({ description: 'where it goes or went' }),
    fileName: z.string(),
    sizeBytes: z.int(),
    state: z.enum(importStates),
    progress: z.object({
      done: z.int().meta({ description: 'items, sub-items included' }),
      total: z.int().nullable().meta({ description: 'null until the file is read' }),
    }),
    problem: z.string().nullable().meta({ description: 'why it failed' }),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
    finishedAt: timestamp.nullable(),
  })
  .meta({ id: 'Import' });

const fileName = z
  .string()
  .trim()
  .min(1)
  .max(FILE_NAME_MAX_LENGTH, `At most ${FILE_NAME_MAX_LENGTH} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'A file name has no control characters');

export const upload = defineOperation({
  name: 'imports.upload',
  summary: 'Send a file of up to 100 MB that is to become a board; nothing happens with it yet.',
  method: 'POST',
  path: '/organizations/:organizationId/imports',
  access: {
    kind: 'permission',
    permission: 'boards:create',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id, fileName }),
  output: importInfo,
  errors: ['CONFLICT'],
  upload: { maxBytes: IMPORT_MAX_BYTES },
});

export const uploadToBoard = defineOperation({
  name: 'imports.uploadToBoard',
  summary: 'Send a file of up to 100 MB that is to go into a board; nothing happens with it yet.',
  method: 'POST',
  path: '/boards/:boardId/imports',
  access: { kind: 'permission', permission: 'board:manage', object: 'board', id: 'boardId' },
  input: z.strictObject({ boardId: id, fileName }),
  output: importInfo,
  errors: ['CONFLICT'],
  upload: { maxBytes: IMPORT_MAX_BYTES },
});

export const get = defineOperation({
  name: 'imports.get',
  summary: 'State, progress and report of an import of one’s own.',
  method: 'GET',
  path: '/imports/:importId',
  access: own,
  input: z.strictObject({ importId: id }),
  output: importInfo.extend({ report: importReport.nullable() }),
});

export const list = defineOperation({
  name: 'imports.list',
  summary: 'One’s own imports in an organization, newest first.',
  method: 'GET',
  path: '/organizations/:organizationId/imports',
  access: {
    kind: 'permission',
    permission: 'organization:read',
    object: 'organization',
    id: 'organizationId',
  },
  input: z.strictObject({ organizationId: id, ...pageInput }),
  output: pageOf(importInfo),
  paginated: true,
  hasTag: 'answer',
});

/** Somebody whom the file names. */
const importPerson = z
  .object({
    key: z.string().meta({ description: 'names the person in `people` of imports.start' }),
    name: z.string(),
    username: z.string().optional(),
    email: z.string().optional(),
    suggestedUserId: id
      .nullable()
      .meta({ description: 'a member with the same address or name, if there is one' }),
  })
  .meta({ id: 'ImportPerson' });

export const preview = defineOperation({
  name: 'imports.preview',
  summary: 'Find out what a file is and read it without importing anything: a dry run.',
  method: 'POST',
  path: '/imports/:importId/preview',
  access: own,
  input: z.strictObject({
    importId: id,
    mapping: importMapping.optional().meta({ description: 'of a CSV file; guessed when missing' }),
  }),
  output: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('readable'),
      format: z.enum(['trello', 'csv']),
      boardName: z.string(),
      mapping: z
        .object({ timeZone: z.string(), columns: z.array(mappedColumn) })
        .nullable()
        .meta({ description: 'by which the file was read; null for formats that need none' }),
      headers: z.array(z.string()),
      rows: z.array(z.array(z.string())).meta({ description: 'the first rows as they are' }),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      groups: z.array(z.string()),
      people: z.array(importPerson),
      items: z
        .array(
          z.object({ title: z.string(), group: z.string(), values: z.record(z.string(), anyJson) }),
        )
        .meta({ description: 'the first items, values by the name of their column' }),
      counts,
      problems: z.array(importProblem),
    }),
    z.object({
      kind: z.literal('refused'),
      message: z.string(),
      row: z.int().optional(),
      field: z.string().optional(),
    }),
  ]),
  errors: ['CONFLICT'],
});

/** Where an import goes: a board that it makes, or one that is there. */
const importTarget = z.union([
  z.strictObject({
    workspaceId: id,
    name,
    visibility: z.enum(['organization', 'private']).default('organization'),
  }),
  z.strictObject({ boardId: id }),
]);

export const start = defineOperation({
  name: 'imports.start',
  summary: 'Import an uploaded file in the background: all of it appears at once, or nothing.',
  method: 'POST',
  path: '/imports/:importId/start',
  access: own,
  input: z.strictObject({
    importId: id,
    target: importTarget,
    mapping: importMapping.optional().meta({ description: 'of a CSV file; guessed when missing' }),
    people: z
      .record(z.string().max(KEY_MAX_LENGTH), z.union([z.literal('placeholder'), id]))
      .refine((people) => Object.keys(people).length <= MAX_PEOPLE, {
        error: `At most ${MAX_PEOPLE.toLocaleString('en')} people`,
      })
      .default({})
      .meta({ description: 'who a person of the file is here; the others become placeholders' }),
  }),
  output: importInfo,
  errors: ['CONFLICT'],
});

export const cancel = defineOperation({
  name: 'imports.cancel',
  summary: 'Give up an import that is not finished; nothing of it stays.',
  method: 'POST',
  path: '/imports/:importId/cancel',
  access: own,
  input: z.strictObject({ importId: id }),
  output: importInfo,
  errors: ['CONFLICT'],
});

export const undo = defineOperation({
  name: 'imports.undo',
  summary: 'Take everything back that an import made, in the background.',
  method: 'POST',
  path: '/imports/:importId/undo',
  access: own,
  input: z.strictObject({ importId: id }),
  output: importInfo,
  errors: ['CONFLICT'],
});

const importEvent = { version: 1, aggregate: 'organization', room: 'none' } as const;

export const importRequested = defineEvent({
  type: 'import.requested',
  summary: 'An import, or the undoing of one, waits for a worker.',
  ...importEvent,
  payload: z.object({ importId: id, wanted: z.enum(['run', 'undo']) }),
});
