import type { ClientMessage, Hello, ServerMessage } from '@boardwire/contract/sync';
import type { OpenWire, WireHandlers } from '@boardwire/sdk/live/wire';
import type { Life, Timeline } from './timeline.fixture.ts';

/** A connection as the server sees it. */
export interface Session {
  receive(message: ClientMessage): void;
  close(): void;
}

/** What a server does with a connection; null where it takes none. */
export type Accept = (hello: Hello, send: (message: ServerMessage) => void) => Session | null;

/** What becomes of frames of changes on the way, as probabilities; everything else arrives once and in order. */
export interface FrameFaults {
  drop: number;
  repeat: number;
  late: number;
}

/** The network between one browser profile and the server. */
export interface Link {
  isUp: boolean;
  openFor(life: Life): OpenWire;
  /** What is on its way is lost. A silent cut is noticed late. */
  cut(options: { isSilent: boolean }): void;
  /** The program at this end is gone: the server notices, what was sent before still arrives. */
  dropAll(): void;
}

interface Pipe {
  isCut: boolean;
  /** What the client sent before it closed the connection still arrives, unless the network was cut. */
  isLost: boolean;
  life: Life;
  session: Session | null;
  end(): void;
}

const MAX_DELAY_MS = 60;
const MAX_LATE_MS = 400;
/** A connection that fell silent is noticed by its pings (live L25). */
const PING_MS = 24_000;

/** Creates a link whose delays come from the time line's random numbers. */
export function createLink(timeline: Timeline, accept: Accept, faults: () => FrameFaults): Link {
  const pipes = new Set<Pipe>();
  const link: Link = {
    isUp: true,
    openFor: (life) => (hello, handlers) => {
      const pipe: Pipe = {
        isCut: false,
        isLost: false,
        life,
        session: null,
        end: () => undefined,
      };
      pipes.add(pipe);
      pipe.end = () => life.isOver || handlers.onEnd({ kind: 'cut' });
      timeline.soon(MAX_DELAY_MS, () => {
        if (pipe.isCut) return;
        const down = createDownward(timeline, pipe, { handlers, faults });
        pipe.session = link.isUp && !life.isOver ? accept(hello, down) : null;
        if (pipe.session !== null) return;
        pipe.isCut = true;
        pipe.isLost = true;
        if (!life.isOver) handlers.onEnd({ kind: 'unreachable' });
      });
      const send = createOrdered(timeline);
      return {
        send(message) {
          const text = JSON.stringify(message);
          if (life.isOver) return;
          send(() => pipe.isLost || pipe.session?.receive(JSON.parse(text) as ClientMessage));
        },
        close: () => end(pipe),
      };
    },
    cut: (options) => {
      for (const pipe of pipes) {
        pipe.isLost = true;
        end(pipe);
        timeline.after(options.isSilent ? PING_MS : timeline.random() * MAX_DELAY_MS, pipe.end);
      }
      pipes.clear();
    },
    dropAll() {
      for (const pipe of pipes) end(pipe);
    },
  };
  return link;
}

function end(pipe: Pipe): void {
  if (pipe.isCut) return;
  pipe.isCut = true;
  pipe.session?.close();
}

/** Deliveries of one direction, one after the other. */
function createOrdered(timeline: Timeline): (deliver: () => void) => void {
  let lastMs = 0;
  return (deliver) => {
    lastMs = Math.max(lastMs, timeline.nowMs + timeline.random() * MAX_DELAY_MS);
    timeline.after(lastMs - timeline.nowMs, deliver);
  };
}

function createDownward(
  timeline: Timeline,
  pipe: Pipe,
  { handlers, faults }: { handlers: WireHandlers; faults: () => FrameFaults },
): (message: ServerMessage) => void {
  const inOrder = createOrdered(timeline);
  return (message) => {
    const text = JSON.stringify(message);
    const deliver = () => {
      if (!pipe.isCut && !pipe.life.isOver) handlers.onMessage(JSON.parse(text) as ServerMessage);
    };
    if (message.t !== 'changes') return inOrder(deliver);
    const { drop, repeat, late } = faults();
    const chance = timeline.random();
    if (chance < drop) return;
    if (chance < drop + late) return timeline.soon(MAX_LATE_MS, deliver);
    inOrder(deliver);
    if (chance < drop + late + repeat) timeline.soon(MAX_LATE_MS, deliver);
  };
}
