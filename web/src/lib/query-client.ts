import { QueryClient } from '@tanstack/react-query';
import type { FailureError } from './failure.ts';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: FailureError;
  }
}

/** Shown data may be this old before a screen asks again. */
const STALE_MS = 15_000;

/** Retries are the SDK's; asking again on top of it would only hide a failure for longer. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: STALE_MS, retry: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
