import type { NoticeValues } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import { tell, type TellParts } from './fold.ts';
import { readEndedImport, type EndedImport } from './store/imports.ts';

/** Tells whoever started an import how it ended; whoever stopped it knows. */
export async function tellImport(
  tx: Transaction,
  parts: TellParts,
  importId: string,
): Promise<void> {
  const ended = await readEndedImport(tx, importId);
  if (ended === null) return;
  const { organizationId, createdBy, boardId, workspaceId } = ended;
  await tell<'importFinished'>(tx, parts, {
    type: 'importFinished',
    userId: createdBy,
    organizationId,
    keys: null,
    values: toValues(ended),
    subject: {
      ...(boardId !== null && { boardId }),
      ...(workspaceId !== null && { workspaceId }),
    },
    actor: { kind: 'system' },
    sourceEventId: null,
    traceparent: null,
    isRepeat: false,
  });
}

function toValues(ended: EndedImport): NoticeValues['importFinished'] {
  const { boardId, boardName, id, fileName, state, report } = ended;
  return {
    board: boardId === null ? null : { id: boardId, name: boardName ?? '' },
    importId: id,
    fileName,
    outcome: state,
    created: countItems(report?.created),
    updated: countItems(report?.updated),
    skipped: countItems(report?.unchanged),
  };
}

function countItems(counts: Readonly<Record<string, number>> | undefined): number {
  return (counts?.['items'] ?? 0) + (counts?.['subItems'] ?? 0);
}
