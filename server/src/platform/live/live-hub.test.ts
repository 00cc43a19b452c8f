import { describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import type { EpochSubject } from '../access-epochs.ts';
import { createLog } from '../log.ts';
import { createLiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';
import type { LiveSource } from './live-source.ts';

const boardId = crypto.randomUUID();

function createMember(heard: ServerMessage[] = []): LiveMember {
  const nothing = () => undefined;
  const actor = { kind: 'user', userId: crypto.randomUUID(), sessionId: '' } as const;
  const send = (message: ServerMessage) => void heard.push(message);
  return { id: crypto.randomUUID(), actor, send, enter: nothing, leave: nothing };
}

function createHub({
  maxMembers = 10,
  source = {},
}: { maxMembers?: number; source?: Partial<LiveSource> } = {}) {
  const listeners: ((subject: EpochSubject) => void)[] = [];
  const onChange = (listener: (subject: EpochSubject) => void) => void listeners.push(listener);
  const bus = { onAdvance: (_boardId: string, _seq: number) => {}, onGap: () => {} };
  const hub = createLiveHub({
    source: {
      readHead: async () => ({ epoch: 1, seq: 0, logFloor: 0 }),
      readSeqs: async () => [],
      readShown: async () => null,
      readChanges: async () => [],
      isDeleted: async () => false,
      readPermissions: async (_boardId, actors) => actors.map(() => ['board:read']),
      ...source,
    },
    bus: {
      announce: () => undefined,
      start: (onAdvance, onGap) => Object.assign(bus, { onAdvance, onGap }),
      stop: () => undefined,
    },
    epochs: { onChange } as never,
    broadcast: () => undefined,
    log: createLog('silent'),
    maxMembers,
  });
  const bump = (subject: EpochSubject) => {
    for (const listener of listeners) listener(subject);
  };
  return { ...hub, bump, bus };
}

const place = { epoch: 1, since: 0 };
const until = (holds: () => boolean) => expect.poll(holds, { timeout: 10_000 }).toBe(true);

describe('live L35: access that changed elsewhere', () => {
  it('live L35: a room whose rows could not be read is asked again, and the others do not wait for it', async () => {
    let failures = 0;
    const broken = crypto.randomUUID();
    const isOut = new Set<string>();
    const hub = createHub({
      source: {
        async readPermissions(id, actors) {
          if (isOut.size === 0) return actors.map(() => ['board:read']);
          failures += id === broken ? 1 : 0;
          if (id === broken && failures < 3) throw new Error('away');
          return actors.map(() => null);
        },
      },
    });
    const heard: ServerMessage[] = [];
    const member = createMember(heard);
    hub.start();
    for (const id of [broken, boardId]) await hub.join(id, member, place);
    isOut.add(member.id);
    hub.bump({ kind: 'organization', subjectId: crypto.randomUUID() });
    const lost = () => heard.flatMap((message) => (message.t === 'left' ? [message.board] : []));
    await until(() => lost().length === 2);
    hub.stop();
    expect(lost()).toEqual([boardId, broken]);
    expect(hub.stats().members).toBe(0);
  });

  it('live L34: who has a board open that is thrown away is told that, and not that they were sent away', async () => {
    let isDeleted = false;
    const source: Partial<LiveSource> = {
      isDeleted: async () => isDeleted,
      readPermissions: async (_id, actors) => actors.map(() => (isDeleted ? null : ['board:read'])),
    };
    const hub = createHub({ source });
    const heard: ServerMessage[] = [];
    hub.start();
    await hub.join(boardId, createMember(heard), place);
    isDeleted = true;
    hub.bump({ kind: 'board', subjectId: boardId });
    await until(() => heard.some(({ t }) => t === 'left'));
    hub.stop();
    expect(heard.at(-1)).toEqual({ t: 'left', board: boardId, reason: 'deleted' });
  });
});

describe('live L33: rooms', () => {
  it('live L2: a board of another epoch is fetched anew by everybody who had it open', async () => {
    let epoch = 1;
    const hub = createHub({
      source: {
        readHead: async () => ({ epoch, seq: 4, logFloor: 0 }),
        readSeqs: async (boardIds) => boardIds.map((id) => ({ boardId: id, epoch, seq: 4 })),
      },
    });
    const heard: ServerMessage[] = [];
    const member = createMember(heard);
    hub.start();
    await hub.join(boardId, member, { epoch: 1, since: 4 });
    epoch = 2;
    await until(() => heard.some(({ t }) => t === 'snapshotRequired'));
    expect(heard.at(-1)).toMatchObject({ reason: 'epoch', board: boardId, epoch: 2, seq: 4 });
    expect(hub.stats().members).toBe(0);
    await hub.join(boardId, member, { epoch: 2, since: 4 });
    hub.stop();
    expect(hub.room(boardId)).toMatchObject({ epoch: 2 });
    expect(hub.room(boardId)?.members.has(member.id)).toBe(true);
  });

  it('live L33: when announcements may have been missed, the watermarks are asked at once', async () => {
    let seq = 4;
    const reads: number[] = [];
    const hub = createHub({
      source: {
        readHead: async () => ({ epoch: 1, seq: 4, logFloor: 0 }),
        readSeqs: async () => [{ boardId, epoch: 1, seq }],
        async readChanges(_id, since) {
          reads.push(since);
          return [];
        },
      },
    });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      hub.start();
    } finally {
      // Its clock stands still from here on: no poll comes by itself.
      vi.useRealTimers();
    }
    await hub.join(boardId, createMember(), { epoch: 1, since: 4 });
    seq = 6;
    expect(reads).toEqual([]);
    hub.bus.onGap();
    await until(() => reads.length > 0);
    expect(reads).toEqual([4]);
  });

  it('live L13: a room that nobody is in stays for somebody who is on the way in', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
    try {
      let answer: ((value: ['board:read'][]) => void) | undefined;
      const answers = new Promise<['board:read'][]>((resolve) => (answer = resolve));
      let isSlow = false;
      const readPermissions = async () => (isSlow ? answers : [['board:read' as const]]);
      const hub = createHub({ source: { readPermissions } });
      const [first, second] = [createMember(), createMember()];
      hub.start();
      await hub.join(boardId, first, place);
      hub.leave(boardId, first);
      await vi.advanceTimersByTimeAsync(59_500);
      isSlow = true;
      const joining = hub.join(boardId, second, place);
      await vi.advanceTimersByTimeAsync(5_000);
      answer?.([['board:read']]);
      expect(await joining).toEqual({ kind: 'joined' });
      hub.stop();
      expect(hub.room(boardId)?.members.has(second.id)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('fault F18: everybody comes back at once', () => {
  it('fault F18: few joins read the database at a time, and all of them get in', async () => {
    let open: (() => void) | undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let reading = 0;
    let most = 0;
    const hub = createHub({
      maxMembers: 50,
      source: {
        async readHead() {
          reading += 1;
          most = Math.max(most, reading);
          await opened;
          reading -= 1;
          return { epoch: 1, seq: 0, logFloor: 0 };
        },
      },
    });
    const joins = Array.from({ length: 20 }, () => hub.join(boardId, createMember(), place));
    await until(() => reading > 0);
    open?.();
    expect(await Promise.all(joins)).toEqual(joins.map(() => ({ kind: 'joined' })));
    expect(most).toBe(4);
    expect(hub.stats().members).toBe(20);
  });

  it('fault F18: whoever is gone before their turn costs no read, and who asks again keeps one place', async () => {
    let open: (() => void) | undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const read: string[] = [];
    const hub = createHub({
      source: {
        async readHead(id) {
          read.push(id);
          await opened;
          return { epoch: 1, seq: 0, logFloor: 0 };
        },
      },
    });
    const first = Array.from({ length: 4 }, () => hub.join(boardId, createMember(), place));
    const [gone, wanted] = [crypto.randomUUID(), crypto.randomUUID()];
    const [leaver, hasty] = [createMember(), createMember()];
    const late = [hub.join(gone, leaver, place), hub.join(gone, hasty, place)];
    late.push(hub.join(gone, hasty, place), hub.join(wanted, leaver, place));
    await until(() => read.length === 4);
    hub.leave(gone, leaver);
    open?.();
    await Promise.all(first);
    expect(await Promise.all(late)).toEqual(
      ['withdrawn', 'withdrawn', 'joined', 'joined'].map((kind) => ({ kind })),
    );
    expect(read.slice(4)).toEqual([gone, wanted]);
  });
});

describe('live L37: members of one board', () => {
  it('live L37: a full board takes nobody in until somebody leaves, and those who are in stay', async () => {
    const hub = createHub({ maxMembers: 2 });
    const [first, second, third] = [createMember(), createMember(), createMember()];
    expect(hub.isFull(boardId, first)).toBe(false);
    for (const member of [first, second]) await hub.join(boardId, member, place);
    expect([first, second, third].map((member) => hub.isFull(boardId, member))).toEqual([
      false,
      false,
      true,
    ]);
    hub.leave(boardId, first);
    expect(hub.isFull(boardId, third)).toBe(false);
  });

  it('live L37: visitors by link leave places to those who belong to the board', async () => {
    const hub = createHub({ maxMembers: 4 });
    const visitor = (): LiveMember => ({
      ...createMember(),
      actor: { kind: 'shareLink', linkId: 'l', boardId, organizationId: 'o', endsInMs: null },
    });
    for (let taken = 0; taken < 3; taken += 1) {
      const next = visitor();
      expect(hub.isFull(boardId, next)).toBe(false);
      await hub.join(boardId, next, place);
    }
    expect(hub.isFull(boardId, visitor())).toBe(true);
    expect(hub.isFull(boardId, createMember())).toBe(false);
  });
});
