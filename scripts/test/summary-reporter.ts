import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { TestSummary } from './closing-line.mjs';

/** A vitest reporter that leaves the counts of a run in a file, for the closing line. */
export function createSummaryReporter(file: string): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const summary: TestSummary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
      for (const module of modules) addModule(summary, module);
      writeFileSync(file, JSON.stringify(summary));
    },
  };
}

function addModule(summary: TestSummary, module: TestModule): void {
  // Errors outside of a test: a file that does not load, a hook that throws.
  summary.failed += module.errors().length;
  for (const suite of module.children.allSuites()) summary.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') summary.passed += 1;
    else if (state === 'failed') summary.failed += 1;
    else summary.skipped.push(`${describeFile(module)} > ${test.fullName}`);
  }
}

/** Some files run in two projects. */
function describeFile({ relativeModuleId, project: { name } }: TestModule): string {
  return name === '' ? relativeModuleId : `${relativeModuleId} (${name})`;
}
