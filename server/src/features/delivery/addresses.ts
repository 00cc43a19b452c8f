import type { Sealer } from '../../platform/sealing.ts';
import type { Channel } from './domain/states.ts';

/** Place that addresses are sealed for: one place for all rows, so that a sealed address goes from row to row as it is. */
const PLACE = 'delivery.address';

/** An address as it is compared and kept. */
export function addressOf(channel: Channel, text: string): string {
  return channel === 'email' ? text.trim().toLowerCase() : text.trim();
}

/** Tells addresses apart without showing them; the same text as two channels is two addresses. */
export function hashAddress(sealer: Sealer, channel: Channel, text: string): Buffer {
  return sealer.fingerprint(`${channel} ${addressOf(channel, text)}`);
}

/** Encrypts an address for the ledger. */
export function sealAddress(sealer: Sealer, channel: Channel, text: string): string {
  return sealer.seal(addressOf(channel, text), `${PLACE} ${channel}`);
}

/** Decrypts what `sealAddress` made. Throws SealError. */
export function openAddress(sealer: Sealer, channel: Channel, sealed: string): string {
  return sealer.open(sealed, `${PLACE} ${channel}`);
}

/** For people who look at lists: `a***@example.com`, `+49***78`. */
export function maskAddress(channel: Channel, text: string): string {
  const address = addressOf(channel, text);
  const at = address.lastIndexOf('@');
  if (channel === 'email' && at > 0) return `${address.slice(0, 1)}***${address.slice(at)}`;
  return `${address.slice(0, 3)}***${address.slice(-2)}`;
}

/** A sealed address as lists show it: only what people can read; a browser's address and an endpoint's id say nothing. */
export function maskSealed(sealer: Sealer, channel: Channel, sealed: string | null): string | null {
  if (sealed === null || (channel !== 'email' && channel !== 'sms')) return null;
  return maskAddress(channel, openAddress(sealer, channel, sealed));
}
