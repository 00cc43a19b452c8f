import type { ComposedMail } from './compose-mail.ts';
import {
  openSmtpSession,
  type SendFailure,
  type SmtpDialing,
  type SmtpSession,
} from './smtp-session.ts';

/** Logged-in sessions that mails share one after the other: greeting, TLS and log-in cost more than a mail. */
export interface SmtpPool {
  /** Hands a mail over; null once the server has taken it. Rejects when no session could be opened. */
  send(mail: ComposedMail, signal?: AbortSignal): Promise<SendFailure | null>;
  /** Opens a session, or finds one open. */
  check(): Promise<void>;
  close(): void;
}

/** An idle session ends after this; servers cut theirs off after minutes (RFC 5321 section 4.5.3.2.7). */
const IDLE_MS = 5_000;
/** Servers count mails of a session as they count sessions: after so many a new one is opened. */
const MAX_MAILS = 100;
/** Sessions that are kept without work. */
const MAX_IDLE = 5;

interface Kept {
  session: SmtpSession;
  mails: number;
  timer: NodeJS.Timeout | undefined;
}

/** Creates the pool of one server. */
export function createSmtpPool(dialing: SmtpDialing): SmtpPool {
  const idle = createIdleSessions();
  const open = new Set<SmtpSession>();
  const { timeoutMs } = dialing;

  const dial = async (): Promise<Kept> => {
    const session = await openSmtpSession(dialing, (ended) => void open.delete(ended));
    open.add(session);
    return { session, mails: 0, timer: undefined };
  };
  const sendBy = async (
    kept: Kept,
    mail: ComposedMail,
    { leftMs, signal }: { leftMs: number; signal: AbortSignal | undefined },
  ) => {
    const cut = () => kept.session.close();
    signal?.addEventListener('abort', cut, { once: true });
    const failure = await kept.session.send(mail, { timeoutMs, leftMs });
    signal?.removeEventListener('abort', cut);
    kept.mails += 1;
    if (failure === null) idle.give(kept);
    else kept.session.close();
    return failure;
  };
  return {
    async send(mail, signal) {
      // Whoever lost the claim while the mail was composed sends nothing, by a session that is open either.
      signal?.throwIfAborted();
      const startedAtMs = performance.now();
      const leftMs = () => Math.max(1, timeoutMs - (performance.now() - startedAtMs));
      const waiting = idle.take();
      if (waiting !== null) {
        const failure = await sendBy(waiting, mail, { leftMs: leftMs(), signal });
        // It may have ended while it waited, which says nothing about this mail.
        if (failure === null || failure.isBodyOut || hasReply(failure.error)) return failure;
      }
      signal?.throwIfAborted();
      const fresh = await dial();
      if (signal?.aborted === true) fresh.session.close();
      signal?.throwIfAborted();
      return sendBy(fresh, mail, { leftMs: leftMs(), signal });
    },
    async check() {
      idle.give(idle.take() ?? (await dial()));
    },
    close() {
      idle.forget();
      for (const session of open) session.close();
    },
  };
}

/** Sessions without work, the one that worked last first. */
function createIdleSessions() {
  const idle: Kept[] = [];
  return {
    take(): Kept | null {
      for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (kept.session.isOpen()) return kept;
      }
      return null;
    },
    give(kept: Kept): void {
      if (idle.length >= MAX_IDLE || kept.mails >= MAX_MAILS) return kept.session.quit();
      idle.push(kept);
      kept.timer = setTimeout(() => {
        idle.splice(idle.indexOf(kept), 1);
        kept.session.quit();
      }, IDLE_MS).unref();
    },
    forget(): void {
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
    },
  };
}

function hasReply(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) > 0;
}
