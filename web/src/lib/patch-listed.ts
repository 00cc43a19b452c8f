import type { Output } from '@boardwire/sdk/operations';
import type { PagedName } from '@boardwire/sdk/pages';
import type { InfiniteData } from '@tanstack/react-query';
import { queryClient } from './query-client.ts';

type Item<Name extends PagedName> = Output<Name>['items'][number] & { id: string };

interface AnyPage {
  items: { id: string }[];
}

/** One item of one page replaced; the rest is the same objects, so that nothing else draws anew. */
function patchPage<Page extends AnyPage>(page: Page, id: string, change: object): Page {
  if (!page.items.some((item) => item.id === id)) return page;
  return {
    ...page,
    items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
  };
}

/** Shows a change of one item in every loaded list of `name` before the server has answered; returns the way back. */
export function patchListed<Name extends PagedName>(
  name: Name,
  id: string,
  change: Partial<Item<Name>>,
): () => void {
  const before = queryClient.getQueriesData({ queryKey: [name] });
  queryClient.setQueriesData<AnyPage | InfiniteData<AnyPage>>({ queryKey: [name] }, (data) => {
    if (data === undefined) return data;
    if ('items' in data) return patchPage(data, id, change);
    return { ...data, pages: data.pages.map((page) => patchPage(page, id, change)) };
  });
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}
