// Runs the program of its arguments, ends with it, and ends it when whoever started this is gone.
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['inherit', 'ignore', 'inherit'] });
const end = () => child.kill('SIGTERM');
process.once('SIGTERM', end);
process.once('disconnect', end);
child.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
