import type { Output } from '@boardwire/sdk/operations';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { unreachable } from '../../lib/unreachable.ts';
import { Button } from '../../ui/button.tsx';
import { TEST_PATIENCE_MS, type TestState } from './use-connection-test.ts';

interface TestButtonProps {
  part: string;
  state: TestState;
  onStart: () => Promise<void>;
}

/** Tries a connection (web W19). */
export function TestButton({ part, state, onStart }: TestButtonProps) {
  return (
    <Button
      size="sm"
      aria-label={t('instance.testOf', { part })}
      pending={state.kind === 'running'}
      onClick={() => void onStart()}
    >
      {t('instance.test')}
    </Button>
  );
}

/** What became of the test; said aloud when it changes. */
export function TestResult({ state }: { state: TestState }) {
  return (
    <div role="status">
      <ResultLine state={state} />
    </div>
  );
}

function ResultLine({ state }: { state: TestState }) {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'running':
      return <p className="mt-1 text-muted">{t('instance.testRunning')}</p>;
    case 'done':
      return (
        <Line icon={<CircleCheck aria-hidden="true" className="text-success-ink" />}>
          <Passed test={state.test} />
        </Line>
      );
    case 'failed':
      return <Failed>{t('instance.testFailed', { reason: state.reason })}</Failed>;
    case 'silent':
      return (
        <Failed>{t('instance.testSilent', { seconds: String(TEST_PATIENCE_MS / 1_000) })}</Failed>
      );
    default:
      return unreachable(state);
  }
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-1 flex items-start gap-1.5 break-words text-ink [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function Failed({ children }: { children: ReactNode }) {
  return (
    <Line icon={<CircleX aria-hidden="true" className="text-danger-ink" />}>
      <span className="text-danger-ink">{children}</span>
    </Line>
  );
}

function Passed({ test }: { test: Output<'connections.getTest'> }) {
  const { email } = useAccount();
  if (test.connection === 'database')
    return t('instance.testPassed.database', { version: test.detail ?? '' });
  if (test.connection === 'queue') return t('instance.testPassed.queue');
  if (test.engine === 'smtp') return t('instance.testPassed.smtp', { email });
  const mailbox = (
    <Link
      to="/dev/mailbox/$mailId"
      params={{ mailId: test.mailId ?? test.id }}
      className="rounded-inner font-medium text-accent-ink hover:underline"
    >
      {t('instance.testMailbox')}
    </Link>
  );
  return tRich('instance.testPassed.mailbox', { email, mailbox });
}
