import { t } from '../../i18n/t.tsx';
import type { Schedule } from './job-types.ts';

/** What is done on a schedule. */
export function scheduleName(name: Schedule['name']): string {
  return t(`schedule.${name}`);
}
