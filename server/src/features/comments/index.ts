import type { Feature } from '../../platform/feature.ts';
import { commentOperations, commentReads } from './operations.ts';

export { commentTables } from './store/tables.ts';

/** Comments on items. */
export function createCommentsFeature(): Feature {
  return { operations: [...commentOperations, ...commentReads] };
}
