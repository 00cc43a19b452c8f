import type { BreakerState } from '../../platform/breaker.ts';
import type { SendResult } from './domain/settle.ts';
import type { Channel } from './domain/states.ts';

export type { SendResult };

/** A message as it goes out: filled in, in the recipient's language. */
export interface Rendered {
  /** Where to: a mail address, a telephone number, a subscription as JSON, an endpoint's id; empty for in-app. */
  address: string;
  /** What each channel needs: subject, html and text for mail, a body for text messages, JSON for webhooks. */
  content: Readonly<Record<string, string>>;
  /** Lines at the top of a mail, such as how to unsubscribe. */
  headers?: Readonly<Record<string, string>>;
}

/** What a provider can do. */
interface ProviderCapabilities {
  /** `native`: it drops a copy under the same key; `lookup`: it can be asked what it has. */
  dedupe: 'native' | 'lookup' | 'none';
  /** It tells later what became of a message. */
  receipts: boolean;
  /** After this the attempt is given up. */
  timeoutMs: number;
}

/** One attempt: `key` is the delivery's id, the same over all of its attempts. */
export interface SendCall {
  key: string;
  attempt: number;
  signal: AbortSignal;
}

/** Whether a provider could send now. */
export type ProviderHealth = { state: 'healthy' } | { state: 'unhealthy'; reason: string };

/** A request of a provider as it came, for the check of its signature. */
export interface RawRequest {
  /** The address that the provider called, as it knows it. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

/** What a provider says later of a message that it took. */
export interface Receipt {
  /** The delivery, when the provider was told it; else `providerMessageId` names the message. */
  deliveryId: string | null;
  providerMessageId: string | null;
  state: 'sent' | 'delivered' | 'failed';
  /** Why it failed, in the provider's word. */
  code: string | null;
  /** The address is of no use any more, or does not want it; `softBounces`: once there are three within 72 hours. */
  suppresses: 'hardBounce' | 'softBounces' | 'complaint' | 'unsubscribed' | null;
}

/** Receipts of one request; `forged` when its signature is not the provider's. */
export type ReceiptReading = { kind: 'receipts'; receipts: Receipt[] } | { kind: 'forged' };

/** Sends by one channel. The same suite of tests runs against all of them. */
export interface Provider {
  readonly id: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly capabilities: ProviderCapabilities;
  /** Never throws; a throw counts as uncertain. */
  send(message: Rendered, call: SendCall): Promise<SendResult>;
  lookup?(key: string, message: Rendered, since: Date): Promise<'accepted' | 'absent' | 'unknown'>;
  /** Checks the signature first. */
  readReceipts?(request: RawRequest): Promise<ReceiptReading>;
  /** Whether calls are kept from it for a while; absent where they never are. */
  breaker?(): BreakerState;
  /** Asks without sending anything. Never throws. */
  check(): Promise<ProviderHealth>;
  /** Lets go of connections. */
  close?(): Promise<void>;
}
