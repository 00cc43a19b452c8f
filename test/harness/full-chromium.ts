import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchAt } from './chromium.ts';

const executablePath = process.env['FULL_CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether the browser with windows is here, which alone shows notifications. */
export const hasFullChromium = existsSync(executablePath);

/** Starts it without a window. */
export function launchFullChromium(): Promise<Browser> {
  return launchAt(executablePath);
}
