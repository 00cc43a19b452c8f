// A test run that uses the cluster of the folder in its argument until its input ends.
import { createLog } from '../../server/src/platform/log.ts';
import { openCluster } from './cluster.ts';

const cluster = await openCluster(process.argv[2] ?? '', createLog('warn'));
process.stdout.write(`${JSON.stringify({ adminUrl: cluster.adminUrl })}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  cluster.close().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
