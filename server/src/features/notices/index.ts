import { HOUR_MS } from '../../kernel/time.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { followingOperations } from './operations/following.ts';
import { templateOperations } from './operations/templates.ts';
import { createTryOperations, type TryParts } from './operations/try-template.ts';
import { createReminderChore, type ReminderParts } from './reminders/remind.ts';
import { createReactions, type ReactionParts } from './reactions.ts';
import { deleteClosedFolds } from './store/folds.ts';
import { tellImport } from './tell-import.ts';

export { checkTemplate } from './check-template.ts';
export { writeOwnWords } from './own-words.ts';
export { createRenderer } from './render.ts';

/** What people are told. */
export interface Notices {
  feature: Feature;
  /** Tells of an import, in the transaction that ends it. */
  tellImport(tx: Transaction, importId: string): Promise<void>;
}

/** Creates what tells people of their work. */
export function createNotices(parts: ReactionParts & ReminderParts & TryParts): Notices {
  return {
    tellImport: (tx, importId) => tellImport(tx, parts, importId),
    feature: {
      operations: [...followingOperations, ...templateOperations, ...createTryOperations(parts)],
      reactions: createReactions(parts),
      chores: [
        createReminderChore(parts),
        {
          name: 'notices.forget',
          intervalMs: HOUR_MS,
          run: () => parts.database.write('all', deleteClosedFolds),
        },
      ],
    },
  };
}
