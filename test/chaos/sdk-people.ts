import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@boardwire/sdk/client';
import { createLive } from '@boardwire/sdk/live';
import { createSocketWires } from '@boardwire/sdk/live/socket-wire';
import type { OpenWire } from '@boardwire/sdk/live/wire';
import type { BoardScene } from '../harness/boards.ts';
import type { BoardVerdict } from './board-check.ts';
import { waitUntil } from './board-check.ts';

/** People who edit and read with the SDK, as the web app does. */
export interface SdkPeople {
  /** Lets them finish: everybody has an answer, or patience is at its end. */
  stop(patienceMs: number): Promise<void>;
  /** Compares what they were told and see with the board, which nobody edits any more. */
  check(patienceMs: number): Promise<SdkVerdict>;
  close(): void;
}

/** What they were told. */
export interface SdkVerdict extends BoardVerdict {
  acknowledged: number;
  /** Reads by REST that were answered. */
  reads: number;
  /** Ends of connections by their kinds; one that is refused for the protocol's sake is wrong. */
  ends: Record<string, number>;
}

const PEOPLE = 3;
const PAUSE_MS = 300;
/** What the server may say when it is busy, and what the SDK waits out by itself. */
const FOR_LATER = new Set(['busy', 'too_many']);

/** Opens the board for each. */
export async function startSdkPeople(url: string, scene: BoardScene): Promise<SdkPeople> {
  const verdict: SdkVerdict = {
    lost: [],
    repeated: [],
    wrong: [],
    acknowledged: 0,
    reads: 0,
    ends: {},
  };
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, index) => openPerson(index, { url, scene, verdict })),
  );
  const working = people.map(({ work }) => work());
  const listAsked = () => people.flatMap((person) => person.asked);
  return {
    async stop(patienceMs) {
      for (const person of people) person.stop();
      await Promise.all(working);
      await waitUntil(() => listAsked().every(({ isDone }) => isDone), patienceMs);
    },
    async check(patienceMs) {
      const answer = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
      const { seq, items } = answer.body.data as { seq: number; items: { id: string }[] };
      await waitUntil(
        () => people.every(({ board }) => (board.copy()?.seq ?? 0) >= seq),
        patienceMs,
      );
      const ids = new Set(items.map(({ id }) => id));
      for (const { id, isDone } of listAsked()) {
        if (!isDone) verdict.lost.push(`${id}: never answered`);
        else if (!ids.has(id)) verdict.lost.push(`${id}: not on the board`);
      }
      for (const { board } of people)
        if (board.view().items.size !== items.length) verdict.wrong.push('the screen of an SDK');
      return verdict;
    },
    close() {
      for (const person of people) {
        person.stop();
        person.live.close();
      }
    },
  };
}

async function openPerson(
  index: number,
  { url, scene, verdict }: { url: string; scene: BoardScene; verdict: SdkVerdict },
) {
  const { boardId, groupId, owner } = scene;
  const client = createClient({ baseUrl: url, accessToken: owner.token });
  const live = createLive(client, { openWire: watchWires(createSocketWires(url), verdict) });
  const opened = await live.openBoard(boardId);
  if (!opened.ok) throw new Error(opened.error.message);
  const board = opened.data;
  const asked: { id: string; isDone: boolean }[] = [];
  let isOver = false;
  const edit = (count: number) => {
    const one = { id: crypto.randomUUID(), isDone: false };
    asked.push(one);
    const input = { boardId, groupId, id: one.id, title: `SDK ${index} ${count}` };
    void board.mutate({ op: 'items.create', input }).done.then((outcome) => {
      one.isDone = true;
      if (outcome.kind === 'done') verdict.acknowledged += 1;
      else verdict.wrong.push(`refused: ${JSON.stringify(outcome.error)}`);
    });
  };
  const read = async () => {
    const answer = await client.boards.get({ boardId });
    if (answer.ok) verdict.reads += 1;
    else verdict.wrong.push(`boards.get: ${JSON.stringify(answer.error)}`);
  };
  return {
    live,
    board,
    asked,
    stop: () => void (isOver = true),
    async work() {
      for (let count = 0; !isOver; count += 1) {
        if (count % 2 === 0) edit(count);
        else await read();
        await sleep(PAUSE_MS);
      }
    },
  };
}

function watchWires(open: OpenWire, { ends, wrong }: SdkVerdict): OpenWire {
  return (hello, handlers) =>
    open(hello, {
      ...handlers,
      onEnd(end) {
        const kind = end.kind === 'refused' ? `refused ${end.reason}` : end.kind;
        ends[kind] = (ends[kind] ?? 0) + 1;
        if (end.kind === 'refused' && !FOR_LATER.has(end.reason)) wrong.push(`wire ${kind}`);
        handlers.onEnd(end);
      },
    });
}
