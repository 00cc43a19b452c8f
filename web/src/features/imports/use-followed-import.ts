import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { FailureError } from '../../lib/failure.ts';
import { read } from '../../lib/query.ts';
import type { ImportInfo } from './import.ts';

/** How often a running import is asked how far it is. */
const ASK_EVERY_MS = 1_000;

/** One import; while it runs it is read again and again. */
export function useFollowedImport(importId: string): UseQueryResult<ImportInfo, FailureError> {
  return useQuery<ImportInfo, FailureError>({
    queryKey: ['imports.get', { importId }],
    queryFn: ({ signal }) => read('imports.get', { importId }, signal),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'running' || data?.state === 'undoing' ? ASK_EVERY_MS : false,
  });
}
