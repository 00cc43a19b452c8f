import * as contract from '@boardwire/contract/deliveries';
import { implement, type Operation } from '../../../platform/operation.ts';
import { ringDoorbell } from '../bell.ts';
import { promoteWaiting } from '../store/promote.ts';

/** Sending now what waits for later (SPEC D8). */
export const promoteOperation: Operation = implement(contract.promote, {
  async handle({ jobId }, { tx }) {
    const promoted = await promoteWaiting(tx, jobId);
    await ringDoorbell(tx);
    return { promoted };
  },
});
