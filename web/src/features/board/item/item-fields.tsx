import type { Column, Item } from '@boardwire/contract/board-model';
import { formatDateTime, formatRelative } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { usePeople } from '../people.tsx';
import { FieldRow } from './field-row.tsx';
import { GroupField } from './group-field.tsx';

interface ItemFieldsProps {
  item: Item;
  columns: readonly Column[];
  isEditable: boolean;
}

/** Columns that every item shows below its fields anyway. */
const ALWAYS_SHOWN = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

/** Group and fields of an item, and who made and changed it. */
export function ItemFields({ item, columns, isEditable }: ItemFieldsProps) {
  const fields = columns.filter(({ type }) => type !== 'longText' && !ALWAYS_SHOWN.has(type));
  return (
    <section aria-label={t('item.fields')} className="py-3">
      <dl className="flex flex-col">
        {item.parentId === null && <GroupField item={item} isEditable={isEditable} />}
        {fields.map((column) => (
          <FieldRow key={column.id} item={item} column={column} isEditable={isEditable} />
        ))}
      </dl>
      <div className="mt-3 flex flex-col gap-1 text-xs text-muted">
        <Moment label={t('item.created')} by={item.createdBy} at={item.createdAt} />
        <Moment label={t('item.updated')} by={item.updatedBy} at={item.updatedAt} />
      </div>
    </section>
  );
}

function Moment({ label, by, at }: { label: string; by: string | null; at: string }) {
  const { nameOf } = usePeople();
  return (
    <p className="flex min-w-0 items-center gap-1.5">
      <span className="w-28 shrink-0 sm:w-32">{label}</span>
      {by !== null && (
        <>
          <Avatar size="sm" name={nameOf(by)} seed={by} />
          <span className="truncate">{nameOf(by)}</span>
          <span aria-hidden="true">·</span>
        </>
      )}
      <time dateTime={at} title={formatDateTime(at)} className="shrink-0">
        {formatRelative(at)}
      </time>
    </p>
  );
}
