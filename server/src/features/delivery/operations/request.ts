import type { z } from 'zod';
import type { FieldProblem } from '@boardwire/contract/errors';
import { DELAY_MAX_S, type notification } from '@boardwire/contract/notifications';
import { SECOND_MS } from '../../../kernel/time.ts';
import { defaultsOf } from '../fan-out.ts';

/** A notification as a program asks for it. */
export type Asked = z.output<typeof notification>;

/** When it goes out, and until when it is worth anything. */
export interface Times {
  scheduledAt: Date | null;
  expiresAt: Date | null;
}

/** When a notification is to go out. Delays count from `now`. */
export function timesOf(asked: Asked, now: Date): Times {
  const { delayS, scheduledAt, timeToLiveS, expiresAt } = asked;
  const after = (seconds: number, from: Date) => new Date(from.getTime() + seconds * SECOND_MS);
  const start =
    scheduledAt !== undefined
      ? new Date(scheduledAt)
      : delayS === undefined
        ? null
        : after(delayS, now);
  const end =
    expiresAt !== undefined
      ? new Date(expiresAt)
      : timeToLiveS === undefined
        ? null
        : after(timeToLiveS, start ?? now);
  return { scheduledAt: start, expiresAt: end };
}

/** What is wrong with a notification, by its field; empty when nothing is. */
export function findProblems(asked: Asked, now: Date): FieldProblem[] {
  return [...contentProblems(asked), ...timeProblems(asked, now)];
}

function contentProblems({ template, content, category, data }: Asked): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (template === undefined && content === undefined)
    problems.push({ path: 'content', message: 'Give a template, or content' });
  if (template !== undefined && content !== undefined)
    problems.push({ path: 'content', message: 'Give a template or content, not both' });
  if (template === undefined && Object.keys(data).length > 0)
    problems.push({ path: 'data', message: 'Only templates are filled with data' });
  if (category.trim() === '') problems.push({ path: 'category', message: 'Give it a name' });
  // Its link would turn off the digests of what happens on boards.
  if (category === 'digest')
    problems.push({ path: 'category', message: 'This one is the product’s: choose another' });
  if (defaultsOf(category).isMandatory)
    problems.push({
      path: 'category',
      message: 'Nobody may refuse these: choose another category',
    });
  return problems;
}

function timeProblems(asked: Asked, now: Date): FieldProblem[] {
  const { delayS, scheduledAt, timeToLiveS, expiresAt } = asked;
  const problems: FieldProblem[] = [];
  if (delayS !== undefined && scheduledAt !== undefined)
    problems.push({ path: 'delayS', message: 'Give a delay or a time, not both' });
  if (timeToLiveS !== undefined && expiresAt !== undefined)
    problems.push({ path: 'timeToLiveS', message: 'Give a duration or a time, not both' });
  if (scheduledAt !== undefined && new Date(scheduledAt) < now)
    problems.push({ path: 'scheduledAt', message: 'This time is over' });
  if (scheduledAt !== undefined && isTooFar(scheduledAt, now))
    problems.push({ path: 'scheduledAt', message: 'At most a year ahead' });
  const times = timesOf(asked, now);
  if (expiresAt !== undefined && new Date(expiresAt) <= (times.scheduledAt ?? now))
    problems.push({ path: 'expiresAt', message: 'It would expire before it is sent' });
  return problems;
}

/** As far as a delay may be. */
function isTooFar(at: string, now: Date): boolean {
  return new Date(at).getTime() - now.getTime() > DELAY_MAX_S * SECOND_MS;
}
