import type { SendResult } from './domain/settle.ts';
import type { Channel } from './domain/states.ts';

/** A message as it goes out: filled in, in the recipient's language. */
export interface Rendered {
  /** Where to: a mail address, a telephone number, a subscription, a URL; empty for in-app. */
  address: string;
  /** What each channel needs: subject, html and text for mail, a body for text messages, JSON for webhooks. */
  content: Readonly<Record<string, string>>;
}

/** What a provider can do. */
export interface ProviderCapabilities {
  /** `native`: it drops a copy under the same key; `lookup`: it can be asked what it has. */
  dedupe: 'native' | 'lookup' | 'none';
  /** It tells later what became of a message. */
  receipts: boolean;
  /** After this the attempt is given up. */
  timeoutMs: number;
}

/** Sends by one channel. The same suite of tests runs against all of them. */
export interface Provider {
  readonly id: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly capabilities: ProviderCapabilities;
  /** Never throws; a throw counts as uncertain. `key` stays the same over all attempts of a delivery. */
  send(
    message: Rendered,
    call: { key: string; attempt: number; signal: AbortSignal },
  ): Promise<SendResult>;
  lookup?(key: string, message: Rendered, since: Date): Promise<'accepted' | 'absent' | 'unknown'>;
}
