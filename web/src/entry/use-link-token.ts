import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * The secret of the link that led here. It is read once and taken out of the address, so that it
 * stays neither in the history nor in a copied link.
 */
export function useLinkToken(): string | undefined {
  const { token } = useSearch({ strict: false });
  const [kept] = useState(token);
  const { history } = useRouter();
  useEffect(() => {
    if (history.location.search.includes('token=')) history.replace(history.location.pathname);
  }, [history]);
  return kept;
}
