import { createId } from '../../../kernel/ids.ts';
import { unreachable } from '../../../kernel/assert.ts';
import type { BoardOperation } from '../../../platform/board/board-operation.ts';
import type { Mutation } from '../../../platform/board/mutation.ts';
import { isReadOnlyRefusal } from '../../../platform/read-only.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { ImportDraft } from '../formats/draft.ts';
import type { ImportsParts } from '../parts.ts';
import { deleteEmptyBoard } from '../store/boards.ts';
import { deleteFile, openFile } from '../store/chunks.ts';
import { claimImport, endClaim, type ClaimedImport, type Ending } from '../store/claims.ts';
import { createUndoOperation } from '../undo/undo-operation.ts';
import { startHeartbeat, type Heartbeat, type StopReason } from './heartbeat.ts';
import { createImportOperation } from './import-operation.ts';
import { inspectFile, readInspected } from './inspect-file.ts';

/** An import that ended its worker this often is given up. */
const MAX_ATTEMPTS = 3;
/** Pause after a fault of ours, doubling. */
const RETRY_S = 5;
const GIVEN_UP = `It could not be finished in ${MAX_ATTEMPTS} tries; nothing of it is there. Start it again, and tell who runs this server if it fails again.`;

/** Does every import that is due; answers how many were tried. Any number of workers may do so at once. */
export async function runDue(parts: ImportsParts, signal: AbortSignal): Promise<number> {
  let tried = 0;
  while (!signal.aborted) {
    const claimed = await parts.database.write('all', claimImport);
    if (claimed === null) break;
    tried += 1;
    await runClaimed(parts, claimed, signal);
  }
  return tried;
}

async function runClaimed(
  parts: ImportsParts,
  claimed: ClaimedImport,
  signal: AbortSignal,
): Promise<void> {
  const heartbeat = startHeartbeat(parts, claimed, signal);
  try {
    const outcome = await work(parts, claimed, heartbeat);
    await heartbeat.pause();
    const { organizationId, id: importId } = claimed;
    if (outcome === 'done') await deleteFile(parts.database, { organizationId, importId });
    else if (outcome !== 'lost') await end(parts, claimed, outcome);
  } catch (error) {
    // Nobody knows what became of it but the rows: the lease runs out, and the next worker looks.
    parts.log.error({ err: error, importId: claimed.id }, 'an import broke off');
  } finally {
    await heartbeat.pause();
  }
}

/** How a claim came out: committed with the row that says so, no longer ours, or without any change. */
type Outcome = 'done' | 'lost' | Ending;

async function work(
  parts: ImportsParts,
  claimed: ClaimedImport,
  heartbeat: Heartbeat,
): Promise<Outcome> {
  if (claimed.attempts > MAX_ATTEMPTS) return giveUp(claimed, GIVEN_UP);
  const reason = heartbeat.stopReason();
  if (reason !== null) return endingOf(reason);
  if (claimed.boardId === null) return endingWithoutBoard(claimed);
  if (claimed.state === 'undoing') {
    return mutate(parts, claimed, {
      operation: createUndoOperation(claimed, heartbeat),
      heartbeat,
    });
  }
  const read = await readFile(parts, claimed);
  if (read.kind === 'refused') return { state: 'failed', problem: read.message };
  const { items = 0, subItems = 0 } = read.draft.counts;
  heartbeat.progress.total = items + subItems;
  const operation = createImportOperation(claimed, read.draft, {
    heartbeat,
    onEnded: parts.onEnded,
  });
  return mutate(parts, claimed, { operation, heartbeat });
}

async function readFile(
  { database }: ImportsParts,
  claimed: ClaimedImport,
): Promise<{ kind: 'ok'; draft: ImportDraft } | { kind: 'refused'; message: string }> {
  const { organizationId, id: importId, fileName, mapping } = claimed;
  const open = openFile(database, { organizationId, importId });
  const result = await readInspected(open, await inspectFile(open, fileName, mapping));
  return result.kind === 'ok' ? result : { kind: 'refused', message: result.problem.message };
}

async function mutate(
  parts: ImportsParts,
  claimed: ClaimedImport,
  { operation, heartbeat }: { operation: BoardOperation; heartbeat: Heartbeat },
): Promise<Outcome> {
  const boardId = claimed.boardId ?? '';
  const mutation: Mutation = {
    boardId,
    organizationId: claimed.organizationId,
    actor: claimed.actor,
    request: { requestId: createId(), ipAddress: '', userAgent: 'import' },
    calls: [{ operation, input: { boardId } }],
  };
  const outcome = await parts.mutateBoard(mutation);
  if (outcome.kind === 'done') return 'done';
  if (outcome.kind === 'retry') throw new Error('only live mutations are numbered');
  const { refusal } = outcome;
  if (refusal.details?.reason === 'import_stopped')
    return endingOf(heartbeat.stopReason() ?? 'shutdown');
  return endingOfRefusal(claimed, refusal);
}

function endingOfRefusal(claimed: ClaimedImport, refusal: Refusal): Ending {
  // It waits for the operator, however long that takes, and has failed at nothing.
  if (isReadOnlyRefusal(refusal)) return { state: 'again', delayS: RETRY_S, isFault: false };
  const isFault = refusal.code === 'SERVICE_UNAVAILABLE' || refusal.code === 'INTERNAL_ERROR';
  if (!isFault) return giveUp(claimed, refusal.message);
  if (claimed.attempts >= MAX_ATTEMPTS) return giveUp(claimed, GIVEN_UP);
  return { state: 'again', delayS: RETRY_S * 2 ** (claimed.attempts - 1), isFault: true };
}

function endingWithoutBoard({ state }: ClaimedImport): Ending {
  if (state === 'undoing') return { state: 'undone', problem: null };
  return { state: 'failed', problem: 'The board was deleted meanwhile.' };
}

/** An undoing that fails leaves what the import made. */
function giveUp({ state }: ClaimedImport, problem: string): Ending {
  return { state: state === 'undoing' ? 'done' : 'failed', problem };
}

function endingOf(reason: StopReason): Outcome {
  switch (reason) {
    case 'cancelled':
      return { state: 'cancelled', problem: null };
    case 'shutdown':
      return { state: 'again', delayS: 0, isFault: false };
    case 'lost':
      return 'lost';
    default:
      return unreachable(reason);
  }
}

async function end(parts: ImportsParts, claimed: ClaimedImport, ending: Ending): Promise<void> {
  const { database, log, onEnded } = parts;
  const { organizationId, id: importId } = claimed;
  const isOurs = await database.write({ organizationId }, async (tx) => {
    const isEnded = await endClaim(tx, claimed, ending);
    const isOver = isEnded && ending.state !== 'again' && claimed.state === 'running';
    if (isOver && claimed.makesBoard && claimed.boardId !== null) {
      await deleteEmptyBoard(tx, claimed.boardId);
    }
    if (isOver) await onEnded(tx, importId);
    return isEnded;
  });
  if (isOurs && ending.state !== 'again') await deleteFile(database, { organizationId, importId });
  const fields = { importId, attempt: claimed.attempts, ending };
  if (!isOurs) log.warn(fields, 'an import was taken over by another worker');
  else if (ending.state === 'again') log.warn(fields, 'an import stopped; it is tried again');
}
