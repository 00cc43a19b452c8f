import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadReport, Scene } from './scene.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Lets people act in a process of their own; `onMeasuring` and `onMeasured` are called at both ends of what counts. */
export async function runPeople(
  scene: Scene,
  { onMeasuring, onMeasured }: { onMeasuring?: () => void; onMeasured?: () => void } = {},
): Promise<LoadReport> {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.end(JSON.stringify(scene));
  let report: LoadReport | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'measuring') onMeasuring?.();
    if (!line.startsWith('report ')) continue;
    onMeasured?.();
    report = JSON.parse(line.slice('report '.length)) as LoadReport;
  }
  const code = await ended;
  if (report === null || code !== 0) throw new Error(`the load ended with ${code}`);
  return report;
}
