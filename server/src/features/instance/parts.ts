import type { Config } from '../../platform/config/config.ts';
import type { WorkerReport } from './worker-report.ts';

type Variable = 'DATABASE_URL' | 'SMTP_URL' | 'REDIS_URL' | 'OTEL_EXPORTER_OTLP_ENDPOINT';
type State = 'on' | 'builtIn' | 'off';

/** A part of the instance, and the variable that changes it. */
export interface PartDescription {
  name: string;
  variable: Variable;
  state: State | 'unknown';
  detail: string;
  /** ISO 8601; null when the process speaks of itself. */
  reportedAt: string | null;
}

interface Part {
  name: string;
  variable: Variable;
  /** The state without the variable. */
  otherwise: 'builtIn' | 'off';
  on: string;
  without: string;
}

const PARTS: readonly Part[] = [
  {
    name: 'database',
    variable: 'DATABASE_URL',
    otherwise: 'builtIn',
    on: 'Your Postgres',
    without: 'Embedded Postgres in the data folder',
  },
  {
    name: 'mail',
    variable: 'SMTP_URL',
    otherwise: 'builtIn',
    on: 'Mails go out by SMTP',
    without: 'Mails stay in the built-in mailbox',
  },
  {
    name: 'queue',
    variable: 'REDIS_URL',
    otherwise: 'builtIn',
    on: 'Jobs run on Redis',
    without: 'Jobs run on Postgres',
  },
  {
    name: 'tracing',
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    otherwise: 'off',
    on: 'Traces go to the collector',
    without: 'Traces are not recorded',
  },
];

/** What this process runs on, by its own settings. */
export function describeParts(config: Config): PartDescription[] {
  return PARTS.map((part) =>
    describePart(part, config[part.variable] === undefined ? part.otherwise : 'on', null),
  );
}

/**
 * What the instance runs on. Mail and jobs are the worker's: a process that only answers requests goes by the worker's
 * report, since its own variables change nothing there.
 */
export function describeInstance(config: Config, report: WorkerReport | null): PartDescription[] {
  const own = describeParts(config);
  if (config.BOARDWIRE_ROLE !== 'api') return own;
  return own.map((described) => {
    const part = PARTS.find(({ name }) => name === described.name);
    if (part === undefined || (part.name !== 'mail' && part.name !== 'queue')) return described;
    if (report === null) return { ...described, state: 'unknown', detail: NO_REPORT };
    return describePart(part, report[part.name], report.at);
  });
}

/** Where mails go, by the process that sends them; by this one's settings until a worker has reported. */
export function mailEngine(config: Config, report: WorkerReport | null): 'smtp' | 'mailbox' {
  const isWorkers = config.BOARDWIRE_ROLE === 'api' && report !== null;
  const isOn = isWorkers ? report.mail === 'on' : config.SMTP_URL !== undefined;
  return isOn ? 'smtp' : 'mailbox';
}

const NO_REPORT = 'Set where the worker runs; none has reported yet';

function describePart(part: Part, state: State, reportedAt: string | null): PartDescription {
  const { name, variable, on, without } = part;
  return { name, variable, state, detail: state === 'on' ? on : without, reportedAt };
}
