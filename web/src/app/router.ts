import { createRouter } from '@tanstack/react-router';
import { NotFoundPage } from './not-found.tsx';
import { routeTree } from './routes.ts';
import { StartFailed, StartPending } from './start-screens.tsx';

/** What a screen shows while its code is on the way, after this time. */
const PENDING_DELAY_MS = 200;

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: PENDING_DELAY_MS,
  defaultPendingMinMs: 0,
  defaultPendingComponent: StartPending,
  defaultErrorComponent: StartFailed,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
