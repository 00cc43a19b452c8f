import type { ReactNode } from 'react';
import { findText } from '../../i18n/find-text.ts';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { TestButton, TestResult } from './connection-test.tsx';
import type { InstanceSettings } from './instance-settings.ts';
import { type Connection, useConnectionTest } from './use-connection-test.ts';

type Part = InstanceSettings['parts'][number];

const TONES: Readonly<Record<Part['state'], BadgeTone>> = {
  on: 'success',
  builtIn: 'accent',
  off: 'neutral',
  unknown: 'warning',
};

const CONNECTIONS: ReadonlySet<string> = new Set<Connection>(['database', 'mail', 'queue']);

function isConnection(name: string): name is Connection {
  return CONNECTIONS.has(name);
}

/** What the instance runs on, the variable that changes each part, and a test of each connection (web W19). */
export function PartTable({ parts }: { parts: readonly Part[] }) {
  return (
    <Table
      label={t('instance.partsTitle')}
      head={[
        { label: t('instance.part') },
        { label: t('instance.state'), className: wideOnly },
        { label: t('instance.variable'), className: wideOnly },
        null,
      ]}
    >
      {parts.map((part) =>
        isConnection(part.name) ? (
          <ConnectionRow key={part.name} part={part} connection={part.name} />
        ) : (
          <PartRow key={part.name} part={part} />
        ),
      )}
    </Table>
  );
}

function ConnectionRow({ part, connection }: { part: Part; connection: Connection }) {
  const { state, start } = useConnectionTest(connection);
  return (
    <PartRow
      part={part}
      result={<TestResult state={state} />}
      act={<TestButton part={partName(part)} state={state} onStart={start} />}
    />
  );
}

function partName(part: Part): string {
  return findText('part', part.name) ?? part.name;
}

interface PartRowProps {
  part: Part;
  result?: ReactNode;
  act?: ReactNode;
}

function PartRow({ part, result, act }: PartRowProps) {
  const badge = <Badge tone={TONES[part.state]}>{t(`instance.${part.state}`)}</Badge>;
  return (
    <Row>
      <Cell className="w-full">
        <div className="flex flex-wrap items-center gap-x-2 font-medium text-ink">
          {partName(part)}
          <span className="md:hidden">{badge}</span>
        </div>
        <div className="text-muted">
          {findText('partDetail', `${part.name}.${part.state}`) ?? part.detail}
        </div>
        {part.reportedAt !== null && <Reported at={part.reportedAt} />}
        <code className="font-mono text-xs text-muted md:hidden">{part.variable}</code>
        {result}
      </Cell>
      <Cell className={wideOnly}>{badge}</Cell>
      <Cell className={wideOnly}>
        <span className="flex items-center gap-1 whitespace-nowrap">
          <code className="font-mono text-xs text-ink">{part.variable}</code>
          <CopyButton
            value={part.variable}
            label={t('instance.copyVariable', { name: part.variable })}
          />
        </span>
      </Cell>
      <Cell className="text-right">{act}</Cell>
    </Row>
  );
}

/** Where API and worker are processes of their own, the worker's settings count for what it uses. */
function Reported({ at }: { at: string }) {
  return (
    <div className="text-xs text-muted" title={formatDateTime(at)}>
      {t('instance.reported', { when: formatRelative(at) })}
    </div>
  );
}
