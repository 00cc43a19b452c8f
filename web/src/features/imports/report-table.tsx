import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Section } from '../../ui/section.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { CountList, kindText } from './count-list.tsx';
import type { Report } from './import.ts';

const PARTS = ['inFile', 'created', 'updated', 'unchanged'] as const;
/** Things that a board has rows of; everything else in a file is part of one of them and is not counted again. */
const THINGS: readonly string[] = [
  'items',
  'subItems',
  'groups',
  'columns',
  'comments',
  'attachments',
  'placeholders',
];

/** What was in the file and what became of it, by kind. */
export function ReportTable({ report }: { report: Report }) {
  // A first run has updated nothing: columns of zeros would only make it too wide for a phone.
  const parts = PARTS.filter(
    (part) => part === 'created' || Object.values(report[part]).some((count) => count > 0),
  );
  const kinds = THINGS.filter((kind) => PARTS.some((part) => (report[part][kind] ?? 0) > 0));
  const others = Object.entries(report.inFile).filter(
    ([kind, count]) => !THINGS.includes(kind) && count > 0,
  );
  return (
    <>
      <Section title={t('imports.report')}>
        <Table
          label={t('imports.report')}
          head={[
            { label: t('imports.kind') },
            ...parts.map((part) => ({ label: t(`imports.${part}`), className: 'text-right' })),
          ]}
        >
          {kinds.map((kind) => (
            <Row key={kind}>
              <Cell className="font-medium text-ink">{kindText(kind)}</Cell>
              {parts.map((part) => (
                <Cell key={part} className="text-right text-muted tabular-nums">
                  {formatNumber(report[part][kind] ?? 0)}
                </Cell>
              ))}
            </Row>
          ))}
        </Table>
      </Section>
      {others.length > 0 && (
        <Section title={t('imports.alsoInFile')} description={t('imports.alsoInFileText')}>
          <CountList counts={Object.fromEntries(others)} />
        </Section>
      )}
    </>
  );
}
