import { hashAddress, maskAddress, openAddress, sealAddress } from './addresses.ts';
import { takeBackWithin } from './cancel.ts';
import { choose } from './domain/preference.ts';
import { findDigestClose, USUAL_DIGEST_TIME } from './domain/digest-time.ts';
import { findRelease, isQuiet } from './domain/quiet-hours.ts';
import { moveDigests } from './move-digests.ts';
import { foresee } from './foresee.ts';
import { secretsPlace } from './notify.ts';
import { applyReceipts, noteSoftBounce } from './receipts.ts';
import { recheck } from './recheck.ts';
import { addSuppression } from './store/receipts.ts';

/** What other features do with deliveries: addresses as the ledger keeps them, and the rules that decide about one. */
export const deliveries = {
  hashAddress,
  maskAddress,
  openAddress,
  sealAddress,
  secretsPlace,
  takeBackWithin,
  applyReceipts,
  noteSoftBounce,
  addSuppression,
  foresee,
  recheck,
  moveDigests,
  findDigestClose,
  usualDigestTime: USUAL_DIGEST_TIME,
  choose,
  findRelease,
  isQuiet,
};
