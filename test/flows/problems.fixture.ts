import type { BrowserContext, ConsoleMessage } from 'playwright-core';

/** What went wrong on a device so far. */
export interface Problems {
  /** What no visitor should cause: errors in the console, thrown errors, policy violations. */
  faults: string[];
  /** Answers of the API that were refusals, such as `401 POST /authentication/refresh`. */
  refusals: Set<string>;
}

const API = '/api/v1';
/** The browser's own note of an answer that was an error. */
const NETWORK_NOTE = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Collects the problems of all pages of `context`, from now on. */
export async function watchProblems(context: BrowserContext): Promise<Problems> {
  const problems: Problems = { faults: [], refusals: new Set() };
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message)) problems.faults.push(describe(message));
  });
  context.on('weberror', (error) => problems.faults.push(`thrown: ${String(error.error())}`));
  context.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() < 400 || !pathname.startsWith(API)) return;
    const path = pathname.slice(API.length).replaceAll(/[\da-f-]{36}/g, ':id');
    problems.refusals.add(`${response.status()} ${response.request().method()} ${path}`);
  });
  await context.exposeBinding('noteViolation', (_source, text: string) =>
    problems.faults.push(text),
  );
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const { noteViolation } = globalThis as unknown as { noteViolation: (text: string) => void };
      noteViolation(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return problems;
}

/** A refusal by the API is an answer, which the browser notes as an error all the same. */
function isRefusal(message: ConsoleMessage): boolean {
  return (
    NETWORK_NOTE.test(message.text()) && new URL(message.location().url).pathname.startsWith(API)
  );
}

function describe(message: ConsoleMessage): string {
  return `console: ${message.text()} (${message.location().url})`;
}
