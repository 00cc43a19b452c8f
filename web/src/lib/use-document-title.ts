import { useEffect } from 'react';

const PRODUCT = 'Boardwire';

/** Names the tab `title · Boardwire`, so that history and screen readers can tell pages apart. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
  }, [title]);
}
