import { choose } from './domain/preference.ts';
import { findRelease, isQuiet } from './domain/quiet-hours.ts';

/** What people's choices come to, for whoever shows it: the same rules that decide about a delivery. */
export const deliveryRules = { choose, findRelease, isQuiet };
