import type { NoticeChannel as Channel } from '@boardwire/contract/notices';
import type { ports } from '../delivery/index.ts';

/** A message that was captured instead of sent. */
export interface Captured {
  key: string;
  attempt: number;
  message: ports.Rendered;
}

/** Where messages are kept that were captured. */
export interface Captures {
  /** A copy under the same key takes the place of the one before. */
  keep(captured: Captured): Promise<void>;
  has(key: string): Promise<boolean>;
}

/** There is nobody to wait for but the database. */
const TIMEOUT_MS = 2_000;

/** Takes everything on a channel and sends nothing. */
export function createCaptureProvider({
  id = 'capture',
  channel,
  captures,
}: {
  id?: string;
  channel: Channel;
  captures: Captures;
}): ports.Provider {
  return {
    id,
    kind: 'capture',
    channel,
    capabilities: { dedupe: 'native', receipts: false, timeoutMs: TIMEOUT_MS },
    async send(message, { key, attempt, signal }) {
      if (signal.aborted) return { kind: 'refused', cause: 'transient', code: 'aborted' };
      await captures.keep({ key, attempt, message });
      return { kind: 'accepted', providerMessageId: key };
    },
    lookup: async (key) => ((await captures.has(key)) ? 'accepted' : 'absent'),
    check: async () => ({ state: 'healthy' }),
  };
}
