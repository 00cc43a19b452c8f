import { findPeople } from './store/people.ts';
import { readLastPlace } from './store/places.ts';
import { readLenses } from './read-lenses.ts';
import { readLongText } from './read-text.ts';

/** What other features read of items. */
export const itemReads = { findPeople, readLastPlace, readLenses, readLongText };
