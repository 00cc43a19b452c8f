import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { CommittedChange } from '../board/mutation.ts';
import { createChangeRing } from './change-ring.ts';
import { cutFrames } from './frames.ts';
import type { LiveMember } from './live-member.ts';
import { createLiveRoom } from './live-room.ts';

function change(
  seq: number,
  { type = 'item.purged', mid, size = 0 }: { type?: string; mid?: number; size?: number } = {},
): CommittedChange {
  const event = {
    type,
    data: { itemId: 'x'.repeat(size), changes: {} },
  } as unknown as CommittedChange['event'];
  const at = '2026-11-21T08:00:00.000Z';
  return {
    seq,
    id: `event-${seq}`,
    actor: { kind: 'user' },
    at,
    event,
    ...(mid === undefined ? {} : { mid, client: 'c' }),
  };
}

const changes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => change(from + index));

/** A room whose log holds `log`, with one member whose frames are collected. */
function openRoom({
  log = [] as CommittedChange[],
  revoked = new Set<string>(),
  failures = 0,
} = {}) {
  const sent: ServerMessage[] = [];
  const heard: ServerMessage[] = [];
  const slices = new Set<string>();
  const member: LiveMember = {
    id: 'ada',
    actor: { kind: 'user', userId: 'ada', sessionId: 's' },
    send: (message) => heard.push(message),
    enter: (slice) => void slices.add(slice),
    leave: (slice) => void slices.delete(slice),
  };
  let reads = 0;
  let asked = 0;
  const room = createLiveRoom(
    {
      broadcast(slice, message) {
        sent.push(message);
        if (slices.has(slice)) heard.push(message);
      },
      async readLog(_boardId, since) {
        reads += 1;
        return log.filter(({ seq }) => seq > since);
      },
      readShown: async () => null,
      async findRevoked(_boardId, members) {
        asked += 1;
        if (asked <= failures) throw new Error('away');
        return { members: members.filter(({ id }) => revoked.has(id)), reason: 'revoked' };
      },
      onError(error) {
        if (failures === 0) throw error;
      },
    },
    { boardId: 'board', epoch: 1, seq: 0 },
  );
  room.enter(member);
  const seqs = () =>
    heard.flatMap((message) =>
      message.t === 'changes' ? message.changes.map(({ seq }) => seq) : [],
    );
  return { room, member, sent, heard, seqs, reads: () => reads, asked: () => asked };
}

const until = (holds: () => boolean) => expect.poll(holds, { timeout: 10_000 }).toBe(true);

describe('the ring', () => {
  it('live L13: holds the newest changes and says what it no longer has', () => {
    const ring = createChangeRing(0);
    for (const each of changes(1, 2_500)) ring.push(each);
    expect(ring.seq).toBe(2_500);
    expect(ring.after(499)).toBeNull();
    expect(ring.after(500)?.map(({ seq }) => seq)).toEqual(
      changes(501, 2_500).map(({ seq }) => seq),
    );
    expect(ring.after(2_500)).toEqual([]);
    expect(() => ring.push(change(2_502))).toThrow();
  });

  it('live L13: is bounded in bytes too', () => {
    const ring = createChangeRing(0);
    for (let seq = 1; seq <= 100; seq += 1) ring.push(change(seq, { size: 100_000 }));
    const kept = ring.after(ring.floor)?.length ?? 0;
    expect(kept).toBeGreaterThan(30);
    expect(kept).toBeLessThan(45);
  });
});

describe('frames', () => {
  it('live L30: are cut at 64 kB, and mutations stay whole', () => {
    const many = [1, 2, 3].map((seq) => change(seq, { size: 50_000, mid: 1 }));
    const next = change(4, { size: 10, mid: 2 });
    expect(cutFrames([...many, next]).map((frame) => frame.map(({ seq }) => seq))).toEqual([
      [1, 2, 3],
      [4],
    ]);
  });

  it('live L34: are cut before each change of access', () => {
    const log = [change(1), change(2, { type: 'board.accessChanged' }), change(3)];
    expect(cutFrames(log).map((frame) => frame.map(({ seq }) => seq))).toEqual([[1], [2, 3]]);
  });
});

describe('a room', () => {
  it('live L13: brings answers of a pool back into order', async () => {
    const { room, seqs, reads } = openRoom();
    room.take([change(3)]);
    room.take([change(2)]);
    room.take([change(1)]);
    await until(() => seqs().length === 3);
    expect(seqs()).toEqual([1, 2, 3]);
    expect(reads()).toBe(0);
  });

  it('live L13: reads from the log what never comes', async () => {
    const { room, seqs } = openRoom({ log: changes(1, 3) });
    room.take([change(3)]);
    await until(() => seqs().length === 3);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('live L32: an announcement of another node brings its changes, each once', async () => {
    const { room, seqs } = openRoom({ log: changes(1, 5) });
    room.advance(3);
    room.take([change(5)]);
    room.advance(5);
    await until(() => seqs().length >= 5);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('live L34: who lost the board has left before the change that took it', async () => {
    const { room, member, heard, seqs } = openRoom({ revoked: new Set(['ada']) });
    room.take([change(1), change(2, { type: 'board.accessChanged' }), change(3)]);
    await until(() => heard.some(({ t }) => t === 'left'));
    await until(() => room.sentSeq === 3);
    expect(seqs()).toEqual([1]);
    expect(room.members.has(member.id)).toBe(false);
    expect(room.generation).toBe(1);
  });

  it('live L34: while nobody can tell who lost the board nothing goes out, and it is asked again with pauses', async () => {
    const { room, seqs, asked } = openRoom({ failures: 3 });
    const startedAtMs = performance.now();
    room.take([change(1, { type: 'board.accessChanged' })]);
    await until(() => asked() === 1);
    expect(seqs()).toEqual([]);
    await until(() => seqs().length === 1);
    expect(asked()).toBe(4);
    expect(performance.now() - startedAtMs).toBeGreaterThan(500);
  });

  it('live L34: who lost the board among more changes than the ring holds leaves before the rest is told of them', async () => {
    const log = changes(1, 2_500).with(1, change(2, { type: 'board.accessChanged' }));
    const { room, member, heard } = openRoom({ log, revoked: new Set(['ada']) });
    room.advance(2_500);
    await until(() => room.sentSeq === 2_500);
    expect(heard).toEqual([{ t: 'left', board: 'board', reason: 'revoked' }]);
    expect(room.members.has(member.id)).toBe(false);
  });

  it('live L29: acknowledgements of the same turn go first', async () => {
    const { room, sent, seqs } = openRoom();
    room.take([change(1)]);
    expect(sent).toEqual([]);
    await until(() => seqs().length === 1);
  });

  it('live L36: a paused member is sent nothing and stays a member', async () => {
    const { room, member, seqs } = openRoom();
    room.pause(member);
    room.take(changes(1, 2));
    await until(() => room.sentSeq === 2);
    expect(seqs()).toEqual([]);
    expect(room.members.has(member.id)).toBe(true);
  });
});
