import * as contract from '@boardwire/contract/imports';
import { createId } from '../../../kernel/ids.ts';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
  type PrepareContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import type { ImportsParts } from '../parts.ts';
import { deleteFile, storeFile } from '../store/chunks.ts';
import { countWaiting, insertImport } from '../store/imports.ts';
import { findOrganizationOf } from '../store/targets.ts';
import { requireOwn, toInfo } from './own.ts';

/** Uploaded files of one person that wait; each may have 100 MB. */
const MAX_WAITING = 10;

/** Where a file is, before its import is. */
interface Stored {
  organizationId: string;
  importId: string;
  sizeBytes: number;
}

/** Taking files in, as they come: the pieces first, then the row that makes them an import. */
export function createUploadOperations({ database }: Pick<ImportsParts, 'database'>): Operation[] {
  const store = async (
    organizationId: string,
    { actor, body }: PrepareContext,
  ): Promise<Stored> => {
    const userId = requireUserId(actor);
    const waiting = await database.read({ organizationId }, (tx) =>
      countWaiting(tx, { organizationId, userId }),
    );
    if (waiting >= MAX_WAITING) {
      throw conflict(
        'too_many_uploads',
        `${waiting} of your files wait already: import or cancel them first`,
      );
    }
    const file = { organizationId, importId: createId() };
    try {
      const sizeBytes = await storeFile(database, file, body ?? noPieces());
      if (sizeBytes === 0) throw invalid({ path: '', message: 'The file is empty' });
      return { ...file, sizeBytes };
    } catch (error) {
      await deleteFile(database, file);
      throw error;
    }
  };
  return [
    implement(contract.upload, {
      prepare: ({ organizationId }, context) => store(organizationId, context),
      handle: ({ fileName }, context, stored) =>
        register(context, stored, { fileName, boardId: null }),
    }),
    implement(contract.uploadToBoard, {
      async prepare({ boardId }, context) {
        const organizationId = await database.read('all', (tx) => findOrganizationOf(tx, boardId));
        if (organizationId === null) throw notFound('This board');
        return store(organizationId, context);
      },
      handle: ({ fileName, boardId }, context, stored) =>
        register(context, stored, { fileName, boardId }),
    }),
  ];
}

async function register(
  context: OperationContext,
  { organizationId, importId, sizeBytes }: Stored,
  { fileName, boardId }: { fileName: string; boardId: string | null },
) {
  const { tx, actor, now } = context;
  await insertImport(tx, {
    id: importId,
    organizationId,
    boardId,
    fileName,
    sizeBytes,
    actor,
    createdBy: requireUserId(actor),
    createdAt: now.toISOString(),
  });
  return toInfo(await requireOwn(tx, context, importId));
}

async function* noPieces(): AsyncGenerator<Buffer> {
  // A call without a body has nothing to store.
}
