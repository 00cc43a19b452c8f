import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { LiveCall } from '@boardwire/contract/sync';
import type { BoardCall } from './board-operations.ts';
import { predictComment } from './predict-comments.ts';
import { predictItem } from './predict-items.ts';
import { predictStructure } from './predict-structure.ts';
import type { PredictionInfo } from './prediction-info.ts';

/**
 * The events that the server will probably answer a call with; none for calls that only it can judge. They go through
 * the same reducer as the server's own (live L18).
 */
export function predictCall(
  state: BoardState,
  call: LiveCall,
  info: PredictionInfo,
): readonly BoardEvent[] {
  const known = call as BoardCall;
  return (
    predictItem(state, known, info) ??
    predictStructure(state, known, info) ??
    predictComment(state, known, info) ??
    []
  );
}
