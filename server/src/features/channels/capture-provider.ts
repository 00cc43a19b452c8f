import type { NoticeChannel as Channel } from '@boardwire/contract/notices';
import type { ports } from '../delivery/index.ts';

/** A message that was captured instead of sent. */
export interface Captured {
  key: string;
  attempt: number;
  message: ports.Rendered;
}

/** A provider that sends nothing, and whom one can ask what it was given. */
export interface CaptureProvider extends ports.Provider {
  /** Each message once, the first first; a copy under the same key takes the place of the one before. */
  captured(): Captured[];
}

/** Takes everything on a channel and keeps it in memory, for the sandbox and for tests; at most `keep` messages. */
export function createCaptureProvider({
  id = 'capture',
  channel,
  keep = 1_000,
}: {
  id?: string;
  channel: Channel;
  keep?: number;
}): CaptureProvider {
  const byKey = new Map<string, Captured>();
  return {
    id,
    kind: 'capture',
    channel,
    capabilities: { dedupe: 'native', receipts: false, timeoutMs: 1_000 },
    captured: () => [...byKey.values()],
    async send(message, { key, attempt, signal }) {
      if (signal.aborted) return { kind: 'refused', cause: 'transient', code: 'aborted' };
      byKey.set(key, { key, attempt, message });
      const [oldest] = byKey.keys();
      if (byKey.size > keep && oldest !== undefined) byKey.delete(oldest);
      return { kind: 'accepted', providerMessageId: key };
    },
    lookup: async (key) => (byKey.has(key) ? 'accepted' : 'absent'),
    check: async () => ({ state: 'healthy' }),
  };
}
