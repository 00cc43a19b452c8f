import { hashAddress, maskAddress, openAddress, sealAddress } from './addresses.ts';
import { cancelWithin } from './cancel.ts';
import { choose } from './domain/preference.ts';
import { findRelease, isQuiet } from './domain/quiet-hours.ts';
import { secretsPlace } from './notify.ts';
import { applyReceipts } from './receipts.ts';

/** What other features do with deliveries: addresses as the ledger keeps them, and the rules that decide about one. */
export const deliveries = {
  hashAddress,
  maskAddress,
  openAddress,
  sealAddress,
  secretsPlace,
  cancelWithin,
  applyReceipts,
  choose,
  findRelease,
  isQuiet,
};
