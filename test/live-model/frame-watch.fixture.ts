import type { ServerMessage } from '@boardwire/contract/sync';

/** Sees what one connection is sent and notices whatever is left out (live L41). */
export interface FrameWatch {
  /** The client asks to follow from here. */
  onJoin(since: number): void;
  /** Answers what is wrong with a message, or null. */
  check(message: ServerMessage): string | null;
}

/** Creates the watch of a connection. */
export function watchFrames(): FrameWatch {
  /** Positions from which joins were asked for; they are answered in any order. */
  let asked: number[] = [];
  /** Null while nothing was sent since the client was told to fetch the board anew. */
  let at: number | null = null;
  /** A join was just answered: what comes next begins at one of the positions. */
  let isJoined = false;
  return {
    onJoin: (since) => void asked.push(since),
    check(message) {
      switch (message.t) {
        case 'joined':
          isJoined = true;
          return null;
        case 'snapshotRequired':
          at = null;
          asked = [];
          return null;
        case 'changes': {
          const starts = [...(at === null ? [] : [at]), ...(isJoined ? asked : [])];
          const problem = describeGap(message, starts);
          at = Math.max(at ?? 0, message.to);
          isJoined = false;
          return problem;
        }
        default:
          return null;
      }
    },
  };
}

function describeGap(
  { from, to, changes }: ServerMessage & { t: 'changes' },
  starts: readonly number[],
): string | null {
  const seqs = changes.map(({ seq }) => seq);
  const isWhole = to - from + 1 === seqs.length && seqs.every((seq, index) => seq === from + index);
  // After `snapshotRequired` frames go on; the client does not use them.
  if (isWhole && (starts.length === 0 || starts.some((start) => from <= start + 1))) return null;
  return `a member at ${starts.join(' or ')} was sent ${from} to ${to}: ${seqs.join(' ')}`;
}
