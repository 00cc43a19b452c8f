import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { ArrowRight, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { TITLE } from '../column-facts.ts';
import { writeCell } from '../edits.ts';
import { usePeople } from '../people.tsx';
import { useBoardModel, useItem, useMayOnBoard, useTable } from '../table-context.ts';
import type { ActivityLine } from './activity-lines.ts';
import { HistoryValue } from './history-value.tsx';
import { RestoreText } from './restore-text.tsx';

interface LineProps<Kind extends ActivityLine['kind'] = ActivityLine['kind']> {
  line: Extract<ActivityLine, { kind: Kind }>;
  itemId: string;
}

/** One change of an item, with the way back to the value before. */
export function ActivityLineView({ line, itemId }: LineProps) {
  const { board } = useBoardModel();
  const groupName = (id: string | null) =>
    board.view().groups.get(id ?? '')?.name ?? t('activity.noGroup');
  switch (line.kind) {
    case 'created':
      return <Line text={t('activity.created')} />;
    case 'arrived':
      return <Line text={t('activity.arrived')} />;
    case 'left':
      return <Line text={t('activity.left')} />;
    case 'commented':
      return <Line text={t('activity.commented')} />;
    case 'commentEdited':
      return <Line text={t('activity.commentEdited')} />;
    case 'commentDeleted':
      return <Line text={t('activity.commentDeleted')} />;
    case 'reordered':
      return <Line text={t('activity.reordered')} />;
    case 'state':
      return <Line text={t(`activity.${line.state}`)} />;
    case 'moved':
      return (
        <Line text={t('activity.moved')}>
          <FromTo from={groupName(line.fromGroupId)} to={groupName(line.toGroupId)} />
        </Line>
      );
    case 'field':
      return <FieldLine line={line} itemId={itemId} />;
    case 'text':
      return <TextLine line={line} itemId={itemId} />;
    case 'choice':
      return <ChoiceLine line={line} itemId={itemId} />;
    case 'kept':
      return <KeptLine line={line} itemId={itemId} />;
  }
}

function Line({ text, children }: { text: ReactNode; children?: ReactNode }) {
  return (
    <li className="group/line text-sm text-muted">
      <div className="flex min-h-6 items-center gap-2">{text}</div>
      {children}
    </li>
  );
}

function FromTo({ from, to }: { from: ReactNode; to: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5 text-ink">
      {from}
      <ArrowRight aria-label={t('activity.to')} className="size-3.5 shrink-0 text-faint" />
      {to}
    </div>
  );
}

function useFieldName(field: string): string {
  const { board } = useBoardModel();
  if (field === TITLE) return t('board.itemTitle');
  return board.view().columns.get(field)?.name ?? t('activity.goneColumn');
}

function FieldLine({ line, itemId }: LineProps<'field'>) {
  const { nameOf } = usePeople();
  const { field, from, to, resolution, lost } = line;
  const name = useFieldName(field);
  return (
    <Line text={t('activity.changed', { name })}>
      <div className="flex items-center gap-2">
        <FromTo
          from={<HistoryValue field={field} value={from} />}
          to={<HistoryValue field={field} value={to} />}
        />
        <Restore itemId={itemId} field={field} value={from} />
      </div>
      {resolution === 'merged' && <p className="text-xs">{t('activity.merged')}</p>}
      {lost && (
        <div className="mt-1 flex flex-wrap items-center gap-2 rounded bg-warning-soft px-2 py-1 text-xs text-ink">
          <span>{t('activity.lost', { name: nameOf(lost.by) })}</span>
          <HistoryValue field={field} value={lost.value} />
          <Restore itemId={itemId} field={field} value={lost.value} />
        </div>
      )}
    </Line>
  );
}

function TextLine({ line: { field, preview, seq }, itemId }: LineProps<'text'>) {
  const name = useFieldName(field);
  return (
    <Line text={t('activity.wrote', { name })}>
      <RestoreText itemId={itemId} field={field} seq={seq} />
      {preview !== '' && (
        <p className="line-clamp-2 border-l-2 border-line pl-2 text-ink">{preview}</p>
      )}
    </Line>
  );
}

function ChoiceLine({ line, itemId }: LineProps<'choice'>) {
  const { field, proposed, standing, outcome } = line;
  const name = useFieldName(field);
  return (
    <Line text={t(`activity.choice.${outcome}`, { name })}>
      <div className="flex flex-wrap items-center gap-2 text-ink">
        <HistoryValue field={field} value={proposed} />
        <Restore itemId={itemId} field={field} value={proposed} />
        <span className="text-xs text-muted">{t('activity.or')}</span>
        <HistoryValue field={field} value={standing} />
        <Restore itemId={itemId} field={field} value={standing} />
      </div>
    </Line>
  );
}

function KeptLine({ line: { field, value }, itemId }: LineProps<'kept'>) {
  const name = useFieldName(field);
  return (
    <Line text={t('activity.kept', { name })}>
      <div className="flex items-center gap-2 text-ink">
        <HistoryValue field={field} value={value} />
        <Restore itemId={itemId} field={field} value={value} />
      </div>
    </Line>
  );
}

/** Writes a value of the past again; that is an edit like any other, and can be taken back. */
function Restore({ itemId, field, value }: { itemId: string; field: string; value: FieldInput }) {
  const table = useTable();
  const item = useItem(itemId);
  const mayWrite = useMayOnBoard('item:write');
  const name = useFieldName(field);
  const column = table.model.board.view().columns.get(field);
  const isThere = field === TITLE || (column !== undefined && column.deletedAt === null);
  const isStanding = JSON.stringify(item?.values[field] ?? null) === JSON.stringify(value);
  const isTitleless = field === TITLE && value === null;
  if (!mayWrite || !item || item.deletedAt !== null || !isThere || isStanding || isTitleless)
    return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      className="h-6 px-1.5 text-xs opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100"
      aria-label={t('activity.restoreOf', { name })}
      onClick={() => void writeCell(table, { itemId, field }, value)}
    >
      <RotateCcw aria-hidden="true" />
      {t('activity.restore')}
    </Button>
  );
}
