/** Why nothing may move in the board just now. */
export type Busy = 'pointer' | 'focus' | 'drag' | 'editor';

/** How long rows still stay after the pointer has left, in milliseconds (web W10). */
const LEAVE_MS = 1_000;

interface HoldTarget {
  hold(isHeld: boolean, anchorId?: string): void;
  release(): void;
}

/** Knows whether somebody is at work in the board. */
export interface Hold {
  setBusy(reason: Busy, isBusy: boolean): void;
  /** The row they are at. */
  setAnchor(itemId: string | undefined): void;
  /** Lets everything go to its place now. */
  resort(): void;
  close(): void;
}

/** Holds rows back while there is a reason, and a little longer. */
export function createHold(target: HoldTarget): Hold {
  const reasons = new Set<Busy>();
  let anchorId: string | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const stay = () => {
    clearTimeout(leaving);
    leaving = undefined;
    target.hold(true, anchorId);
  };
  const leave = () => {
    leaving = undefined;
    target.hold(false);
    target.release();
  };
  return {
    setBusy(reason, isBusy) {
      if (reasons.has(reason) === isBusy) return;
      if (isBusy) reasons.add(reason);
      else reasons.delete(reason);
      if (reasons.size > 0) stay();
      else leaving ??= setTimeout(leave, LEAVE_MS);
    },
    setAnchor(itemId) {
      if (itemId === anchorId) return;
      anchorId = itemId;
      if (reasons.size > 0) target.hold(true, anchorId);
    },
    resort: () => target.release(),
    close: () => clearTimeout(leaving),
  };
}
