import { loadConfig } from '../platform/config/config.ts';
import { settings, type Setting } from '../platform/config/settings.ts';

/** Prints every setting with its value and whether it was set; secrets are hidden. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(environment);
  for (const [name, setting] of Object.entries(settings) as [keyof typeof settings, Setting][]) {
    const value = config[name];
    const shown = setting.secret && value !== undefined ? '[hidden]' : describeValue(value);
    process.stdout.write(`${name}=${shown}${config.given.has(name) ? '' : '  (default)'}\n`);
  }
  return 0;
}

function describeValue(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
