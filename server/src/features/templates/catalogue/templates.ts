import type { Template } from '../template.ts';
import { bugTracker } from './bug-tracker.ts';
import { contentCalendar } from './content-calendar.ts';
import { eventPlan } from './event-plan.ts';
import { hiring } from './hiring.ts';
import { salesPipeline } from './sales-pipeline.ts';
import { sprint } from './sprint.ts';

/** The built-in templates, in the order in which they are offered. */
export const templates: readonly Template[] = [
  sprint,
  bugTracker,
  contentCalendar,
  salesPipeline,
  hiring,
  eventPlan,
];
