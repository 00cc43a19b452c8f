import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Failure, FailureError } from '../lib/failure.ts';
import { describeFailure } from '../lib/failure-text.ts';
import { isFault } from '../lib/is-fault.ts';
import { ErrorState } from './error-state.tsx';

interface QueryViewProps<Data> {
  query: UseQueryResult<Data, FailureError>;
  /** What stands there until the data come: same layout (web W45). */
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
}

/** Data, or its skeleton, or why it is not there with a way to try again. */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return skeleton;
  return <FailureState failure={query.error.failure} onRetry={() => void query.refetch()} />;
}

interface PagesViewProps<Item> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, FailureError>;
  skeleton: ReactNode;
  children: (items: readonly Item[]) => ReactNode;
}

/** As QueryView, for a list that grows: the items of all loaded pages. */
export function PagesView<Item>({ query, skeleton, children }: PagesViewProps<Item>) {
  if (query.data !== undefined) return children(query.data.pages.flatMap(({ items }) => items));
  if (query.error === null) return skeleton;
  return <FailureState failure={query.error.failure} onRetry={() => void query.refetch()} />;
}

interface FailureStateProps {
  failure: Failure;
  onRetry?: () => void;
}

function FailureState({ failure, onRetry }: FailureStateProps) {
  return (
    <ErrorState
      message={describeFailure(failure)}
      requestId={isFault(failure) ? failure.requestId : undefined}
      onRetry={onRetry}
    />
  );
}
