import type { Input, OperationName, Output } from '@boardwire/sdk/operations';
import type { PagedName } from '@boardwire/sdk/pages';
import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import { call } from './call.ts';
import { type FailureError, toFailureError } from './failure.ts';

interface ReadOptions {
  /** Waits while false. */
  enabled?: boolean;
  refetchEveryMs?: number;
}

/** Reads once, or throws the failure for the query cache to keep. */
export async function read<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  signal: AbortSignal,
): Promise<Output<Name>> {
  const outcome = await call(name, input, { signal });
  if (!outcome.ok) throw toFailureError(outcome.error);
  return outcome.data;
}

/** The answer of a reading operation, cached by its name and input. */
export function useRead<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  { enabled = true, refetchEveryMs }: ReadOptions = {},
): UseQueryResult<Output<Name>, FailureError> {
  return useQuery<Output<Name>, FailureError>({
    queryKey: [name, input],
    queryFn: ({ signal }) => read(name, input, signal),
    refetchInterval: refetchEveryMs ?? false,
    enabled,
  });
}

type Page = { items: unknown[]; nextCursor: string | null };

interface PagesOptions extends ReadOptions {
  /** How old it may be when it is shown again; less than elsewhere where one's own edits change it unseen. */
  staleMs?: number;
}

/** A list that grows page by page; while its filter changes, the old answer stays. */
export function useReadPages<Name extends PagedName>(
  name: Name,
  input: Input<Name>,
  { refetchEveryMs, staleMs, enabled = true }: PagesOptions = {},
): UseInfiniteQueryResult<InfiniteData<Output<Name>>, FailureError> {
  return useInfiniteQuery({
    queryKey: [name, input, 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const page = pageParam === null ? input : { ...(input as object), cursor: pageParam };
      return read(name, page as Input<Name>, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Output<Name>) => (page as Page).nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: refetchEveryMs ?? false,
    ...(staleMs !== undefined && { staleTime: staleMs }),
    enabled,
  });
}
