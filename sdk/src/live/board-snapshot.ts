import type { Output } from '../operations.ts';

/** All of a board at one sequence number. */
export type BoardSnapshot = Output<'boards.snapshot'>;
