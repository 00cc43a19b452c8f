import { createRootRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadModule } from '../lib/load-module.ts';
import { Root } from './root.tsx';
import { StartFailedPage } from './start-screens.tsx';

/** The component of a page, whose code comes when it is opened. */
export const page: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => loadModule(load), name);

/** What every path begins with. */
export const root = createRootRoute({ component: Root, errorComponent: StartFailedPage });
