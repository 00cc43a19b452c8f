import type { Column } from '@boardwire/contract/board-model';
import type { ColumnType, Json } from '@boardwire/contract/column-types';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import { type SubmitEvent, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Field, FieldError } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { COLUMN_TYPES, type Option, optionsOf } from './column-facts.ts';
import { send } from './edits.ts';
import { describeRejection } from './describe-rejection.ts';
import { OptionsField } from './options-field.tsx';
import { PolicyField } from './policy-field.tsx';
import { useBoardModel } from './table-context.ts';

interface ColumnDialogProps {
  /** The one to change; a new one when left out. */
  column?: Column;
  onClose: () => void;
}

interface Draft {
  name: string;
  type: ColumnType;
  settings: Record<string, Json>;
  options: readonly Option[];
}

const HAS_OPTIONS: ReadonlySet<ColumnType> = new Set(['status', 'tags']);

/** Name, type and settings of a column. */
export function ColumnDialog({ column, onClose }: ColumnDialogProps) {
  const title = column ? t('board.editColumn') : t('board.addColumn');
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <ColumnForm {...(column ? { column } : {})} onClose={onClose} />
    </Dialog>
  );
}

function toCall(boardId: string, column: Column | undefined, draft: Draft): BoardCall {
  const { type, options } = draft;
  // An option without a name was not meant to be one.
  const named = options.filter((option) => option.name.trim() !== '');
  const settings = HAS_OPTIONS.has(type)
    ? { ...draft.settings, options: named as unknown as Json }
    : draft.settings;
  const input = { name: draft.name.trim(), settings };
  if (column) return { op: 'columns.update', input: { columnId: column.id, ...input } };
  const id = crypto.randomUUID();
  return { op: 'columns.create', input: { boardId, id, type, ...input } };
}

function useColumnForm({ column, onClose }: ColumnDialogProps) {
  const { board } = useBoardModel();
  const [draft, setDraft] = useState<Draft>({
    name: column?.name ?? '',
    type: column?.type ?? 'text',
    settings: column?.settings ?? {},
    options: column ? optionsOf(column) : [],
  });
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const submit = async () => {
    if (draft.name.trim() === '') return setError(t('form.required'));
    const call = toCall(board.id, column, draft);
    // Offline nobody waits for the server: the column is shown, and a refusal is told later.
    if (board.status() !== 'live') {
      send(board, call);
      return onClose();
    }
    setPending(true);
    const outcome = await board.mutate(call).done;
    setPending(false);
    if (outcome.kind === 'done') onClose();
    else setError(describeRejection(outcome.error));
  };
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, change, error, isPending, submit };
}

function ColumnForm(props: ColumnDialogProps) {
  const { column, onClose } = props;
  const { draft, change, error, isPending, submit } = useColumnForm(props);
  const { name, type, settings, options } = draft;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isPending) void submit();
  };
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field label={t('board.columnName')}>
        {(control) => (
          <Input
            {...control}
            value={name}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      {!column && (
        <TypeField value={type} onChange={(next) => change({ type: next, settings: {} })} />
      )}
      {HAS_OPTIONS.has(type) && (
        <OptionsField
          options={options}
          marksDone={type === 'status'}
          onChange={(next) => change({ options: next })}
        />
      )}
      <PolicyField
        type={type}
        settings={settings}
        onChange={(next) => change({ settings: next })}
      />
      {error !== undefined && <FieldError id="column-error" text={error} />}
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" variant="primary" pending={isPending}>
          {t(column ? 'boards.save' : 'board.addColumn')}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface TypeFieldProps {
  value: ColumnType;
  onChange: (type: ColumnType) => void;
}

function TypeField({ value, onChange }: TypeFieldProps) {
  return (
    <Field label={t('board.columnType')}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) =>
            onChange(COLUMN_TYPES.find((type) => type === event.target.value) ?? 'text')
          }
        >
          {COLUMN_TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`columnType.${type}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
