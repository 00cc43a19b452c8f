import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { FailureError } from '../lib/failure.ts';
import { describeFailure } from '../lib/failure-text.ts';
import { t } from '../i18n/t.tsx';
import { Button } from './button.tsx';

/** The foot of a list that goes on; a failed page is told here, the rows above stay. */
export function LoadMore<Data>({ query }: { query: UseInfiniteQueryResult<Data, FailureError> }) {
  if (!query.hasNextPage && !query.isFetchNextPageError) return null;
  return (
    <div className="mt-4 flex flex-col items-center gap-2">
      {query.error && (
        <p role="alert" className="text-sm text-danger-ink">
          {describeFailure(query.error.failure)}
        </p>
      )}
      <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('ui.loadMore')}
      </Button>
    </div>
  );
}
