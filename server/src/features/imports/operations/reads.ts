import { z } from 'zod';
import * as contract from '@boardwire/contract/imports';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { listOwnImports } from '../store/imports.ts';
import { requireOwn } from './own.ts';

const PLACE = z.tuple([z.uuid()]);

const get = implement(contract.get, {
  handle: ({ importId }, context) => requireOwn(context.tx, context, importId),
});

const list = implement(contract.list, {
  async handle({ organizationId, cursor, limit }, { tx, actor }) {
    const before = decodeCursor(cursor, PLACE)?.[0] ?? null;
    const userId = requireUserId(actor);
    const rows = await listOwnImports(tx, { organizationId, userId, before, limit: limit + 1 });
    return toPage(rows, limit, ({ id }) => [id]);
  },
});

/** Reading one's own imports. */
export const importReads: readonly Operation[] = [get, list];
