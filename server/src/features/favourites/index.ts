import type { Feature } from '../../platform/feature.ts';
import { favouriteOperations, recentOperations } from './operations.ts';

/** Boards that a person keeps at hand, and those they opened last; nobody else learns of either. */
export function createFavouritesFeature(): Feature {
  return { operations: [...favouriteOperations, ...recentOperations] };
}
