import type { Rejection } from '@boardwire/sdk/live/pending-mutation';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { NOT_TRIED } from './send-bundles.ts';

/** Why an edit was refused, by its first field problem where there is one. */
export function describeRejection({ code, message, details }: Rejection): string {
  if (code === NOT_TRIED.code) return t('board.notTried');
  const fields = details?.['fields'] as { message: string }[] | undefined;
  const first = Array.isArray(fields) ? fields[0]?.message : undefined;
  return (
    first ?? describeFailure({ code, message, details } as Parameters<typeof describeFailure>[0])
  );
}
