import { applyBoardEvent } from '@boardwire/contract/board-state';
import type { ClientMessage, ServerMessage } from '@boardwire/contract/sync';
import { copyState } from '@boardwire/sdk/live/board-rows';
import { KeptRefusal, Refusal } from '../../server/src/platform/refusal.ts';
import { runCall } from './model-operations.fixture.ts';
import { noteOutcome, openClient, readMark } from './model-rows.fixture.ts';
import type { FinalAnswer, ModelChange, ModelRows } from './model-rows.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';

/** A mutation that a client sent. */
export interface ModelMutation {
  userId: string;
  client: string;
  message: ClientMessage & { t: 'mutate' };
}

/** What running it takes besides the database. */
export interface RunParts {
  mutants: Mutants;
  nowMs: number;
  createId(): string;
}

/** Answers of a client that are kept (live L17). */
const KEPT_ANSWERS = 100;

/** Runs a mutation if its number is the next one, as live L15 and L16 say; gives the answer. */
export function runMutation(
  rows: ModelRows,
  parts: RunParts,
  mutation: ModelMutation,
): ServerMessage {
  const { mid } = mutation.message;
  const client = openClient(rows, `${mutation.userId}:${mutation.client}`);
  const isTooHigh = mid > client.last + 1 && !parts.mutants.acceptsAnyHigherMid;
  if (isTooHigh) return { t: 'retry', mid, reason: 'gap', expect: client.last + 1 };
  if (mid <= client.last) {
    const kept = client.answers.get(mid);
    if (kept === undefined) return { t: 'ack', mid, seq: 0, results: [], repeated: true };
    return kept.t === 'ack' ? { ...kept, repeated: true } : kept;
  }
  const answer = decide(rows, parts, mutation);
  client.decided.push(mid);
  if (answer.t === 'nack' && parts.mutants.refusalLeavesMidUnused) return answer;
  client.last = mid;
  client.answers.set(mid, answer);
  client.answers.delete(mid - KEPT_ANSWERS);
  return answer;
}

function decide(rows: ModelRows, parts: RunParts, mutation: ModelMutation): FinalAnswer {
  const { mid, calls } = mutation.message;
  const mark = readMark(rows, calls);
  const { takeBack, notes, scene } = openScene(rows, parts, mutation);
  try {
    const results = calls.map((call) => runCall(scene, call));
    for (const note of notes) note();
    noteOutcome(rows, mark, 'done');
    rows.marks.set(scene.name, mark);
    return { t: 'ack', mid, seq: rows.seq, results: results as never };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const kept = error instanceof KeptRefusal ? rows.log.at(-1)?.event : undefined;
    takeBack();
    if (kept !== undefined) scene.emit(kept);
    noteOutcome(rows, mark, 'refused');
    return { t: 'nack', mid, error: { code: error.code, message: error.message } };
  }
}

function openScene(
  rows: ModelRows,
  { mutants, nowMs, createId }: RunParts,
  mutation: ModelMutation,
) {
  const { userId, client, message } = mutation;
  const { mid } = message;
  const at = new Date(nowMs).toISOString();
  const { seq, nextNumber, log } = rows;
  const state = copyState(rows.state);
  const notes: (() => void)[] = [];
  const emit = (event: ModelChange['event']) => {
    rows.seq += 1;
    const id = createId();
    log.push({ seq: rows.seq, id, actor: { kind: 'user', userId }, client, mid, at, event });
    applyBoardEvent(rows.state, event, { seq: rows.seq, at, userId });
  };
  const isCurrentEpoch = message.epoch === rows.epoch;
  const caller = { client, userId, isCurrentEpoch, at, name: `${client}:${mid}` };
  const expect = (note: () => void) => void notes.push(note);
  return {
    notes,
    scene: { rows, mutants, ...caller, createId, emit, expect },
    takeBack() {
      log.splice(log.length - (rows.seq - seq));
      Object.assign(rows, { state, seq, nextNumber });
    },
  };
}
