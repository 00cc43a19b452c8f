import { afterEach, describe, expect, it } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { CommittedChange } from '../board/mutation.ts';
import type { ShownNow } from '../board/visitor-changes.ts';
import { createLog } from '../log.ts';
import { createLiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';
import { sendAsVisitor } from './visitor-view.ts';

const boardId = crypto.randomUUID();
const NOW: ShownNow = {
  itemIds: ['i'],
  columnIds: [],
  groupIds: [],
  hasComeBack: false,
  nowMs: Date.now(),
};

/** A board in memory with whoever has it open; `readShown` is what the rows say. */
function createStage(readShown: () => Promise<ShownNow | null>) {
  const log: CommittedChange[] = [];
  const inSlices = new Map<string, Set<(message: ServerMessage) => void>>();
  const hub = createLiveHub({
    source: {
      readHead: async () => ({ epoch: 1, seq: log.length, logFloor: 0 }),
      readSeqs: async () => [],
      readShown,
      readChanges: async (_id, since, limit) => log.slice(since, since + limit),
      isDeleted: async () => false,
      readPermissions: async (_id, actors) => actors.map(() => ['board:read']),
    },
    bus: { announce: () => undefined, start: () => undefined, stop: () => undefined },
    epochs: { onChange: () => undefined } as never,
    broadcast: (slice, message) => inSlices.get(slice)?.forEach((send) => send(message)),
    log: createLog('silent'),
  });
  const open = (actor: LiveMember['actor']) => {
    const heard: ServerMessage[] = [];
    const hear = (message: ServerMessage) => void heard.push(message);
    const send = actor.kind === 'shareLink' ? sendAsVisitor(hear) : hear;
    const member: LiveMember = {
      id: crypto.randomUUID(),
      actor,
      send,
      enter: (slice) => inSlices.set(slice, (inSlices.get(slice) ?? new Set()).add(hear)),
      leave: (slice) => inSlices.get(slice)?.delete(hear),
    };
    const seqs = () =>
      heard.flatMap((message) =>
        message.t === 'changes' ? message.changes.map(({ seq }) => seq) : [],
      );
    return { member, heard, seqs };
  };
  return {
    hub,
    visitor: () =>
      open({ kind: 'shareLink', linkId: 'l', boardId, organizationId: 'o', endsInMs: null }),
    person: () => open({ kind: 'user', userId: 'u', sessionId: 's' }),
    commit(title: string, event?: object) {
      const fields = { title: { from: 'before', to: title } };
      const update = { type: 'item.updated', data: { itemId: 'i', fields } };
      const change: CommittedChange = {
        seq: log.length + 1,
        id: crypto.randomUUID(),
        actor: { kind: 'user', userId: 'u' },
        at: new Date().toISOString(),
        event: (event ?? update) as CommittedChange['event'],
      };
      log.push(change);
      hub.publish({ boardId, organizationId: 'o', epoch: 1, changes: [change] });
    },
  };
}

const until = (holds: () => unknown) => expect.poll(holds, { timeout: 10_000 });
const from = (since: number) => ({ epoch: 1, since });

describe('security S20: visitors in the room of a board', () => {
  const hubs: { stop(): void }[] = [];
  afterEach(() => hubs.splice(0).forEach((hub) => hub.stop()));

  it('security S20: get what was looked through, behind those who belong to the board', async () => {
    let answer: (now: ShownNow) => void = () => undefined;
    const { hub, visitor, person, commit } = createStage(
      () => new Promise((resolve) => (answer = resolve)),
    );
    hubs.push(hub);
    const [guest, ada] = [visitor(), person()];
    await hub.join(boardId, guest.member, from(0));
    await hub.join(boardId, ada.member, from(0));
    commit('One');
    await until(ada.seqs).toEqual([1]);
    expect(guest.seqs()).toEqual([]);
    answer(NOW);
    await until(guest.seqs).toEqual([1]);
    expect(JSON.stringify(guest.heard)).not.toContain('before');
    expect(JSON.stringify(ada.heard)).toContain('before');
  });

  it('security S20, live L30: nobody who belongs to the board waits for their rows, and they wait for no more than a while', async () => {
    const { hub, visitor, person, commit } = createStage(() => new Promise(() => undefined));
    hubs.push(hub);
    const [guest, ada] = [visitor(), person()];
    await hub.join(boardId, guest.member, from(0));
    await hub.join(boardId, ada.member, from(0));
    for (const seq of [1, 2, 3]) {
      commit(`${seq}`);
      await until(() => ada.seqs().at(-1)).toBe(seq);
    }
    expect(guest.heard.map(({ t }) => t)).toEqual(['joined']);
    // Where they stand is told to each by what it was sent.
    hub.answerPositions(guest.member, { [boardId]: 0 });
    expect(guest.heard.at(-1)).toMatchObject({ t: 'head', seq: 0 });
    hub.answerPositions(ada.member, { [boardId]: 3 });
    expect(ada.heard.at(-1)).toMatchObject({ t: 'head', seq: 3 });
    await until(() => guest.heard.at(-1)?.t).toBe('snapshotRequired');
    expect(guest.seqs()).toEqual([]);
  });

  it('security S20: what was cut before a bulk edit is not sent behind it', async () => {
    let answer: (now: ShownNow) => void = () => undefined;
    const { hub, visitor, commit } = createStage(
      () => new Promise((resolve) => (answer = resolve)),
    );
    hubs.push(hub);
    const guest = visitor();
    await hub.join(boardId, guest.member, from(0));
    // A change of access begins a frame of its own.
    commit('One');
    commit('Access', { type: 'board.accessChanged', data: {} });
    const room = hub.room(boardId);
    await until(() => room?.reachedSeq(guest.member)).toBe(0);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    room?.restart(600);
    answer(NOW);
    await until(() => guest.seqs()).toEqual([1]);
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise(setImmediate);
      // Whatever else is looked through would be answered, and sent.
      answer(NOW);
    }
    expect(room?.reachedSeq(guest.member)).toBe(600);
    expect(guest.seqs()).toEqual([1]);
  });

  it('security S20: fetch the board when the rows cannot tell, and others do not', async () => {
    const answers = [() => Promise.reject(new Error('away')), () => Promise.resolve(null)];
    const { hub, visitor, person, commit } = createStage(
      () => answers.shift()?.() ?? Promise.resolve(NOW),
    );
    hubs.push(hub);
    const [guest, ada] = [visitor(), person()];
    await hub.join(boardId, guest.member, from(0));
    await hub.join(boardId, ada.member, from(0));
    for (const [index, title] of ['One', 'Two', 'Three'].entries()) {
      commit(title);
      await until(() => hub.room(boardId)?.sentSeq).toBe(index + 1);
      await until(() => guest.heard.length).toBe(index + 2);
    }
    const anew = { t: 'snapshotRequired', reason: 'bulk', board: boardId, epoch: 1 };
    expect(guest.heard.slice(1, 3)).toEqual([
      { ...anew, seq: 1 },
      { ...anew, seq: 2 },
    ]);
    expect(guest.seqs()).toEqual([3]);
    expect(ada.seqs()).toEqual([1, 2, 3]);
  });

  it('security S20, live L8: miss nothing of what comes while their replay is looked through', async () => {
    let rounds = 0;
    const { hub, visitor, person, commit } = createStage(async () => {
      rounds += 1;
      if (rounds > 3) return NOW;
      commit(`Meanwhile ${rounds}`);
      const { seq = 0 } = hub.room(boardId)?.ring ?? {};
      await until(() => hub.room(boardId)?.sentSeq).toBe(seq);
      return NOW;
    });
    hubs.push(hub);
    await hub.join(boardId, person().member, from(0));
    commit('One');
    await until(() => hub.room(boardId)?.sentSeq).toBe(1);
    const guest = visitor();
    expect(await hub.join(boardId, guest.member, from(0))).toEqual({ kind: 'joined' });
    commit('Last');
    await until(() => guest.seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(guest.heard[0]?.t).toBe('joined');
  });

  it('security S20: fetch the board when it never rests while their replay is looked through', async () => {
    let rounds = 0;
    const { hub, visitor, person, commit } = createStage(async () => {
      rounds += 1;
      // Else a test of an endless loop would not end.
      if (rounds < 50) commit(`Meanwhile ${rounds}`);
      return NOW;
    });
    hubs.push(hub);
    await hub.join(boardId, person().member, from(0));
    commit('One');
    const guest = visitor();
    expect(await hub.join(boardId, guest.member, from(0))).toEqual({ kind: 'refused' });
    expect(guest.heard.map(({ t }) => t)).toEqual(['snapshotRequired']);
    expect(rounds).toBeLessThan(20);
  });

  it('security S20: fetch the board when they read too slowly', async () => {
    const { hub, visitor, commit } = createStage(async () => NOW);
    hubs.push(hub);
    const guest = visitor();
    await hub.join(boardId, guest.member, from(0));
    hub.pause(guest.member);
    commit('One');
    await until(() => hub.room(boardId)?.ring.seq).toBe(1);
    await hub.resume(guest.member);
    expect(guest.heard.at(-1)).toMatchObject({ t: 'snapshotRequired', seq: 1 });
    expect(guest.seqs()).toEqual([]);
  });

  it('security S20: fetch the board when it goes on while they are let back in', async () => {
    const { hub, visitor, commit } = createStage(async () => NOW);
    hubs.push(hub);
    const guest = visitor();
    await hub.join(boardId, guest.member, from(0));
    hub.pause(guest.member);
    const resumed = hub.resume(guest.member);
    commit('One');
    await resumed;
    expect(guest.heard.at(-1)).toMatchObject({ t: 'snapshotRequired', seq: 1 });
    expect(guest.seqs()).toEqual([]);
  });
});
