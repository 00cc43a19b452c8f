import { z } from 'zod';
import { id } from './common.ts';
import { defineOperation } from './define.ts';

/** Most choices that one call sets, and that one person keeps in an organization. */
const SET_MAX = 200;
export const PREFERENCES_MAX = 1_000;

const access = {
  kind: 'permission',
  permission: 'organization:read',
  object: 'organization',
  id: 'organizationId',
} as const;

const channel = z.enum(['inApp', 'email', 'push', 'sms']);
const mode = z.enum(['on', 'off', 'digest']).meta({
  description: 'at once, not at all, or gathered in one mail (`email` only)',
});
const category = z.string().max(64).meta({ description: 'a category of notices, see the grid' });
const scope = z.enum(['item', 'board', 'workspace', 'all']);

/** One choice; without a category or channel it holds for all of them. */
const choice = {
  scope,
  scopeId: id.nullable().meta({ description: 'the item, board or workspace; null for `all`' }),
  category: category.nullable(),
  channel: channel.nullable(),
};

/** A choice that somebody has made. */
export const preference = z
  .object({
    ...choice,
    mode,
    name: z
      .string()
      .nullable()
      .meta({ description: 'of the item, board or workspace; null when one may not see it now' }),
    boardId: id.nullable().meta({ description: 'of the item or board' }),
  })
  .meta({ id: 'NotificationPreference' });

const cell = z.object({
  channel,
  mode,
  default: mode.meta({ description: 'for whoever has chosen nothing' }),
  decidedBy: z.enum(['mandatory', 'default', 'item', 'board', 'workspace', 'all']),
});

/** One category with how it reaches somebody by each channel. */
const row = z.object({ category, isMandatory: z.boolean(), channels: z.array(cell) });

export const get = defineOperation({
  name: 'preferences.get',
  summary:
    'How one is notified in an organization: every category and channel with its default, and what one chose for places.',
  method: 'GET',
  path: '/organizations/:organizationId/preferences',
  access,
  input: z.strictObject({ organizationId: id }),
  output: z.object({ grid: z.array(row), preferences: z.array(preference) }),
});

export const set = defineOperation({
  name: 'preferences.set',
  summary: 'Choose how one is notified, everywhere or of one workspace, board or item.',
  method: 'PUT',
  path: '/organizations/:organizationId/preferences',
  access,
  input: z.strictObject({
    organizationId: id,
    preferences: z
      .array(
        z.strictObject({
          ...choice,
          mode: mode.nullable().meta({ description: 'null takes the choice back' }),
        }),
      )
      .min(1)
      .max(SET_MAX),
  }),
  output: z.object({ grid: z.array(row), preferences: z.array(preference) }),
  errors: ['CONFLICT'],
});

export const effective = defineOperation({
  name: 'preferences.effective',
  summary: 'How one is notified of one item, board or workspace, and which choice decides.',
  method: 'GET',
  path: '/organizations/:organizationId/preferences/effective',
  access,
  input: z.strictObject({
    organizationId: id,
    scope: z.enum(['item', 'board', 'workspace']),
    scopeId: id,
  }),
  output: z.object({ grid: z.array(row) }),
});

/** How one is notified in an organization. */
export type PreferenceGrid = z.output<(typeof get)['output']>;
