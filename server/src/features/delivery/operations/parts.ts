import type { FieldProblem } from '@boardwire/contract/errors';
import type { Database, Transaction } from '../../../platform/database/database.ts';
import type { FactsParts } from '../facts.ts';
import type { SendingLimits } from '../limits.ts';
import type { Bell } from '../bell.ts';

/** What the operations stand on. */
export interface OperationParts extends FactsParts {
  database: Database;
  limits: SendingLimits;
  /** Wakes the workers of every node. */
  ring: Bell;
  /** What is wrong with a template of an organization and what it is filled with, or its version when nothing is. */
  checkTemplate(
    tx: Transaction,
    about: { organizationId: string; key: string; data: Record<string, unknown> },
  ): Promise<FieldProblem | { version: number }>;
}
