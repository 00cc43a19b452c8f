import type { BoardEvent } from '@boardwire/contract/board-state';
import type { ModelRows } from './model-rows.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';

/** One call with everything that it may look at and change. */
export interface OperationScene {
  rows: ModelRows;
  mutants: Mutants;
  /** Client and number of the mutation. */
  name: string;
  client: string;
  userId: string;
  isCurrentEpoch: boolean;
  at: string;
  createId(): string;
  emit(event: BoardEvent): void;
  /** Notes what must hold, should the whole mutation succeed. */
  expect(note: () => void): void;
}
