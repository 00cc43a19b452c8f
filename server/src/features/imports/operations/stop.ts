import * as contract from '@boardwire/contract/imports';
import { implement, type Operation } from '../../../platform/operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import { orderUndo, requestCancel } from '../store/imports.ts';
import { requireOwn, toInfo } from './own.ts';

const cancel = implement(contract.cancel, {
  async handle({ importId }, context) {
    const found = await requireOwn(context.tx, context, importId);
    const state = await requestCancel(context.tx, importId);
    if (state === null && found.state !== 'cancelled') {
      throw conflict('not_cancellable', 'This import is over: it can be undone when it is done');
    }
    if (state === 'running')
      requestWork(context, found.organizationId, { importId, wanted: 'run' });
    return toInfo(await requireOwn(context.tx, context, importId));
  },
});

const undo = implement(contract.undo, {
  async handle({ importId }, context) {
    const found = await requireOwn(context.tx, context, importId);
    const { state, organizationId, fileName } = found;
    const isAsked = state === 'undoing' || state === 'undone';
    if (!isAsked && !(await orderUndo(context.tx, importId, context.actor))) {
      throw conflict('not_done', 'Only an import that is done can be undone');
    }
    if (isAsked) return toInfo(found);
    requestWork(context, organizationId, { importId, wanted: 'undo' });
    context.audit({
      action: contract.undo.name,
      chain: { organizationId },
      target: { type: 'import', id: importId },
      details: { fileName },
    });
    return toInfo(await requireOwn(context.tx, context, importId));
  },
});

/** Giving up an import, and taking one back. */
export const stopOperations: readonly Operation[] = [cancel, undo];

type Context = Parameters<typeof undo.handle>[1];

function requestWork(
  { emit }: Context,
  organizationId: string,
  payload: { importId: string; wanted: 'run' | 'undo' },
): void {
  emit(contract.importRequested, organizationId, payload, { organizationId });
}
