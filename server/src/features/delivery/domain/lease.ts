import type { Channel } from './states.ts';

/** How long a claim holds without a sign of life from its worker (delivery D7). */
const LEASE_MS = 30_000;
/** Mail servers read a mail before they answer, and some look for viruses meanwhile: cut off, they may have it all the same. */
const MAIL_LEASE_MS = 75_000;
/** Signs of life in a lease. */
export const RENEWALS = 3;

/** How long a claim of this channel holds. */
export function leaseMsOf(channel: Channel): number {
  return channel === 'email' ? MAIL_LEASE_MS : LEASE_MS;
}

/**
 * The longest that an attempt may take, all of its providers together. It ends before the lease that was renewed last could,
 * also where the next renewal never comes: whoever takes over meets nobody who is still sending.
 */
export function attemptMsOf(channel: Channel): number {
  return leaseMsOf(channel) * (1 - 1 / RENEWALS);
}
