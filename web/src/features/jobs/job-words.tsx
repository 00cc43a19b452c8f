import type { Json } from '@boardwire/contract/column-types';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import type { Job, JobState } from './job-types.ts';

const TONES: Readonly<Record<JobState, BadgeTone>> = {
  active: 'accent',
  waiting: 'accent',
  delayed: 'neutral',
  waitingChildren: 'neutral',
  dead: 'danger',
  completed: 'success',
  discarded: 'neutral',
};

export function JobStateBadge({ state }: { state: JobState }) {
  return <Badge tone={TONES[state]}>{t(`jobState.${state}`)}</Badge>;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A span of time in the unit that reads best. */
export function sayTime(ms: number): string {
  if (ms < SECOND_MS) return t('jobTime.ms', { count: formatNumber(Math.round(ms)) });
  if (ms < 10 * SECOND_MS) return t('jobTime.s', { count: formatNumber(ms / SECOND_MS, 1) });
  if (ms < 2 * MINUTE_MS) return t('jobTime.s', { count: Math.round(ms / SECOND_MS) });
  if (ms < 2 * HOUR_MS) return t('jobTime.min', { count: Math.round(ms / MINUTE_MS) });
  return t('jobTime.h', { count: Math.round(ms / HOUR_MS) });
}

/** The usual time and that of the slowest, or a dash where nothing ended lately. */
export function saySpread(spread: { median: number; p95: number } | null): string {
  if (spread === null) return '–';
  return t('jobTime.spread', { median: sayTime(spread.median), p95: sayTime(spread.p95) });
}

/** How far a job that tells it has come. */
export function sayProgress({ progress }: Pick<Job, 'progress'>): string | null {
  if (progress === null) return null;
  const { done, total, note } = progress;
  const count = { done: formatNumber(done), total: formatNumber(total ?? 0) };
  const far = total === null ? count.done : t('jobs.progress', count);
  return note === null ? far : `${far} · ${note}`;
}

/** Why it is where it is, in a line. */
export function sayWhy({ reason, error }: Pick<Job, 'reason' | 'error'>): string | null {
  if (reason === null) return error;
  return error === null ? t(`jobReason.${reason}`) : `${t(`jobReason.${reason}`)}: ${error}`;
}

/** What a job was begun with, to be read. */
export function writeJson(payload: Json): string {
  return JSON.stringify(payload, null, 2);
}
