import { findText } from '../../i18n/find-text.ts';
import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { InstanceSettings } from './instance-settings.ts';

type Part = InstanceSettings['parts'][number];

const TONES: Readonly<Record<Part['state'], BadgeTone>> = {
  on: 'success',
  builtIn: 'accent',
  off: 'neutral',
};

/** What the instance runs on, and the variable that changes each part. */
export function PartTable({ parts }: { parts: readonly Part[] }) {
  return (
    <Table
      label={t('instance.partsTitle')}
      head={[
        { label: t('instance.part') },
        { label: t('instance.state') },
        { label: t('instance.variable'), className: wideOnly },
      ]}
    >
      {parts.map((part) => (
        <Row key={part.name}>
          <Cell className="w-full">
            <div className="font-medium text-ink">{findText('part', part.name) ?? part.name}</div>
            <div className="text-muted">
              {findText('partDetail', `${part.name}.${part.state}`) ?? part.detail}
            </div>
            <code className="font-mono text-xs text-muted md:hidden">{part.variable}</code>
          </Cell>
          <Cell>
            <Badge tone={TONES[part.state]}>{t(`instance.${part.state}`)}</Badge>
          </Cell>
          <Cell className={wideOnly}>
            <span className="flex items-center gap-1 whitespace-nowrap">
              <code className="font-mono text-xs text-ink">{part.variable}</code>
              <CopyButton
                value={part.variable}
                label={t('instance.copyVariable', { name: part.variable })}
              />
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
