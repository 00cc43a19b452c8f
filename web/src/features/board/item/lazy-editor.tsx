import { lazy } from 'react';
import { loadModule } from '../../../lib/load-module.ts';

/**
 * Editors come with the first item that is opened, not with the page, since their libraries are large (web W36). Both
 * stand in one file, so that what they share is no part of what every page loads.
 */
const load = () => loadModule(() => import('./editor/own-text.tsx'));

/** A long text that several people write at once. */
export const SharedText = lazy(async () => ({ default: (await load()).SharedText }));

/** A text that is sent when it is ready. */
export const OwnText = lazy(async () => ({ default: (await load()).OwnText }));
