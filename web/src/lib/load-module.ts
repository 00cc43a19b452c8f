import { t } from '../i18n/t.tsx';

/** Marks an error of code that could not be fetched. */
interface MissingModuleError extends Error {
  isMissingModule: true;
}

/** Whether a page's code could not be fetched: the server is away, or has a newer version of it. */
export function isMissingModule(error: unknown): error is MissingModuleError {
  return error instanceof Error && 'isMissingModule' in error;
}

/**
 * Loads code on demand. Its failure is told in the page, never by a reload of our own: offline that would
 * trade what is on screen for the browser's error page.
 */
export async function loadModule<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const error = new Error(t('failure.module'), { cause });
    throw Object.assign(error, { isMissingModule: true } as const);
  }
}
