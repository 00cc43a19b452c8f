import type { Client } from '@boardwire/sdk/client';
import { createLiveHub } from '@boardwire/sdk/live/live-hub';
import type { LiveHub } from '@boardwire/sdk/live/hub-state';
import type { FromHub, ToHub } from '@boardwire/sdk/live/tab-port';
import { createDisk } from './disk.fixture.ts';
import type { Disk } from './disk.fixture.ts';
import { createLink } from './link.fixture.ts';
import type { FrameFaults, Link } from './link.fixture.ts';
import type { ModelServer } from './model-server.fixture.ts';
import { createPage } from './page.fixture.ts';
import type { Page } from './page.fixture.ts';
import type { Life, Timeline } from './timeline.fixture.ts';

/** A browser of one person: a disk, a way to the server, tabs, and one of them with the hub (live L19). */
export interface Profile {
  readonly userId: string;
  readonly link: Link;
  readonly disk: Disk;
  readonly pages: readonly Page[];
  /** Client ids under which it came. */
  readonly clients: ReadonlySet<string>;
  /** Mutations whose answer came, by id. */
  readonly settled: ReadonlySet<string>;
  readonly waitingCount: number;
  start(): void;
  /** Somebody looks at the first tab again. */
  wake(): void;
  /** The program of a tab ends without a word; the tab is opened anew. With it ends the hub, if it is there. */
  crash(index: number): void;
}

export interface ProfileParts {
  timeline: Timeline;
  server(): ModelServer;
  userId: string;
  tabs: number;
  faults(): FrameFaults;
}

interface ProfileState {
  parts: ProfileParts;
  link: Link;
  disk: Disk;
  pages: Page[];
  leader: number;
  isElecting: boolean;
  hub: { hub: LiveHub; life: Life } | null;
  clients: Set<string>;
  settled: Set<string>;
  waitingCount: number;
  counter: number;
}

const MAX_TAB_DELAY_MS = 8;
const LETTER_LOSS = 0.7;
const MAX_REOPEN_MS = 600;
const MAX_ELECTION_MS = 100;
const MAX_HTTP_MS = 80;
const HTTP_TIMEOUT_MS = 2_000;

/** Creates a profile; nothing happens until `start`. */
export function createProfile(parts: ProfileParts): Profile {
  const { timeline, server, userId, faults } = parts;
  const clients = new Set<string>();
  const link = createLink(
    timeline,
    (hello, send) => {
      clients.add(hello.client);
      return server().acceptFrom(userId)(hello, send);
    },
    faults,
  );
  const profile: ProfileState = {
    parts,
    link,
    disk: createDisk(timeline),
    pages: [],
    leader: 0,
    isElecting: false,
    hub: null,
    clients,
    settled: new Set(),
    waitingCount: 0,
    counter: 0,
  };
  for (let index = 0; index < parts.tabs; index += 1) profile.pages.push(openPage(profile, index));
  return {
    userId,
    link,
    disk: profile.disk,
    pages: profile.pages,
    clients,
    settled: profile.settled,
    get waitingCount() {
      return profile.waitingCount;
    },
    start() {
      elect(profile);
      for (const page of profile.pages) page.open();
    },
    wake: () => profile.hub?.hub.take('tab-0', { t: 'wake' }),
    crash: (index) => crash(profile, index),
  };
}

function nextId(profile: ProfileState): string {
  profile.counter += 1;
  return `${profile.parts.userId}-${profile.parts.tabs}-${profile.counter}`;
}

function elect(profile: ProfileState): void {
  const { timeline } = profile.parts;
  const life: Life = { isOver: false };
  const hub = createLiveHub({
    openWire: profile.link.openFor(life),
    credential: () => Promise.resolve('token'),
    store: profile.disk.openFor(life),
    clock: timeline.clockOf(life),
    createId: () => nextId(profile),
    tell: (message) => life.isOver || tell(profile, life, message),
  });
  profile.hub = { hub, life };
  void hub.start();
}

/** The hub's own tab hears at once, the others through a channel that copies. */
function tell(profile: ProfileState, life: Life, message: FromHub): void {
  if (message.t === 'settled') profile.settled.add(message.id);
  if (message.t === 'status') profile.waitingCount = message.status.waitingCount;
  for (const [index, page] of profile.pages.entries()) {
    if (index === profile.leader) page.hear(message);
    else page.hearSoon(structuredClone(message), () => isLost(profile, life, message));
  }
}

/** A hub that dies may take its last words along. */
function isLost({ parts }: ProfileState, life: Life, message: FromHub): boolean {
  return message.t === 'settled' && life.isOver && parts.timeline.random() < LETTER_LOSS;
}

function openPage(profile: ProfileState, index: number): Page {
  const { timeline, userId, server } = profile.parts;
  const life: Life = { isOver: false };
  const tab = `tab-${index}`;
  let lastMs = 0;
  const inOrder = (work: () => void) => {
    lastMs = Math.max(lastMs, timeline.nowMs + timeline.random() * MAX_TAB_DELAY_MS);
    timeline.after(lastMs - timeline.nowMs, () => life.isOver || work());
  };
  return createPage({
    life,
    userId,
    tab: index,
    timeline,
    inOrder,
    createId: () => nextId(profile),
    client: createClient(profile, server),
    send(message: ToHub) {
      if (life.isOver) return;
      if (index === profile.leader) return profile.hub?.hub.take(tab, message);
      const copy = structuredClone(message);
      inOrder(() => profile.hub?.hub.take(tab, copy));
    },
  });
}

/** REST as far as a board needs it: one call, which a cut network fails. */
function createClient({ link, parts }: ProfileState, server: () => ModelServer) {
  const { timeline } = parts;
  const isReachable = () => link.isUp && server().isUp();
  const snapshot = () =>
    new Promise((resolve) => {
      const fail = () => resolve({ ok: false, error: { code: 'NETWORK_ERROR', message: '' } });
      timeline.soon(MAX_HTTP_MS, () => {
        if (!isReachable()) return void timeline.after(HTTP_TIMEOUT_MS, fail);
        const data = server().snapshot();
        timeline.soon(MAX_HTTP_MS, () => (isReachable() ? resolve({ ok: true, data }) : fail()));
      });
    });
  return { boards: { snapshot }, comments: {} } as unknown as Pick<Client, 'boards' | 'comments'>;
}

function crash(profile: ProfileState, index: number): void {
  const { timeline } = profile.parts;
  const page = profile.pages[index];
  if (page === undefined || page.life.isOver) return;
  page.life.isOver = true;
  if (index === profile.leader) endHub(profile);
  else
    timeline.soon(MAX_ELECTION_MS, () => profile.hub?.hub.take(`tab-${index}`, { t: 'goodbye' }));
  timeline.soon(MAX_REOPEN_MS, () => {
    const opened = openPage(profile, index);
    profile.pages[index] = opened;
    opened.open();
  });
}

/** Its tab is gone: the lock goes to the other one, or to the same one when it is back. */
function endHub(profile: ProfileState): void {
  const { timeline, tabs } = profile.parts;
  if (profile.hub !== null) profile.hub.life.isOver = true;
  profile.hub = null;
  profile.link.dropAll();
  profile.leader = (profile.leader + 1) % tabs;
  if (profile.isElecting) return;
  profile.isElecting = true;
  const begin = () => {
    if (profile.pages[profile.leader]?.life.isOver) return timeline.soon(MAX_ELECTION_MS, begin);
    profile.isElecting = false;
    elect(profile);
  };
  timeline.soon(MAX_ELECTION_MS, begin);
}
