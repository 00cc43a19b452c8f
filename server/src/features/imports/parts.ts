import type { MutateBoard } from '../../platform/board/mutate-board.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';

/** What imports stand on. */
export interface ImportsParts {
  database: Database;
  log: Log;
  /** The one way to write a board (live L3). */
  mutateBoard: MutateBoard;
  /** Tells whoever started it, in the transaction that ends it for good. */
  onEnded(tx: Transaction, importId: string): Promise<void>;
  /** Tells workers to look for imports. */
  ring(): Promise<void>;
}
