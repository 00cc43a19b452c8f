import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { DeadAct } from './dead-act-dialog.tsx';
import { DeadLetterMenu } from './dead-letter-menu.tsx';
import type { DeadFilter, DeadLetter, DeadScope } from './dead-letter-types.ts';
import { DeadStateBadge } from './state-badge.tsx';
import { TimelineDialog } from './timeline-dialog.tsx';
import { When } from '../../ui/when.tsx';
import { messageName, reasonText, recipientText } from './words.ts';

interface DeadLetterTableProps {
  scope: DeadScope;
  letters: readonly DeadLetter[];
  filter: DeadFilter;
  onAct: (act: DeadAct) => void;
}

export function DeadLetterTable({ scope, letters, filter, onAct }: DeadLetterTableProps) {
  const { selected, ids, select, selectAll } = useSelection(letters);
  const [shown, setShown] = useState<Shown | null>(null);
  const begin = (kind: DeadAct['kind'], chosen: string[]) =>
    onAct({ kind, chosen: { ids: chosen, filter } });
  return (
    <>
      <SelectionBar
        count={ids.length}
        isAll={ids.length === letters.length}
        onAll={selectAll}
        onAct={(kind) => begin(kind, ids)}
      />
      <Table
        label={t('delivery.deadLetters')}
        head={[
          { label: t('dead.select') },
          { label: t('delivery.delivery') },
          { label: t('dead.reason'), className: wideOnly },
          { label: t('delivery.attempts'), className: wideOnly },
          { label: t('delivery.when'), className: wideOnly },
          null,
        ]}
      >
        {letters.map((letter) => (
          <LetterRow
            key={letter.id}
            scope={scope}
            letter={letter}
            isSelected={selected.has(letter.id)}
            onSelect={(isOn) => select(letter.id, isOn)}
            onShow={scope !== null && isShown(letter) ? () => setShown(letter) : null}
            onAct={(kind) => begin(kind, [letter.id])}
          />
        ))}
      </Table>
      {shown && (
        <TimelineDialog
          delivery={{ ...shown, id: shown.deliveryId, hold: null }}
          title={messageName(shown)}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}

/** One that has a delivery, with its history. */
type Shown = DeadLetter & {
  deliveryId: string;
  channel: NonNullable<DeadLetter['channel']>;
  state: Exclude<DeadLetter['state'], 'parked'>;
};

function isShown(letter: DeadLetter): letter is Shown {
  return letter.deliveryId !== null && letter.channel !== null && letter.state !== 'parked';
}

/** Which ones are chosen; those that are gone meanwhile are no more. */
function useSelection(letters: readonly DeadLetter[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const all = letters.map(({ id }) => id);
  const select = (id: string, isOn: boolean) => {
    const next = new Set(selected);
    if (isOn) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  const selectAll = (isAll: boolean) => setSelected(new Set(isAll ? all : []));
  return { selected, ids: all.filter((id) => selected.has(id)), select, selectAll };
}

interface SelectionBarProps {
  count: number;
  isAll: boolean;
  onAll: (isAll: boolean) => void;
  onAct: (kind: DeadAct['kind']) => void;
}

function SelectionBar({ count, isAll, onAll, onAct }: SelectionBarProps) {
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2 pl-4">
      <Checkbox
        label={t('dead.selectAll')}
        checked={isAll}
        onChange={({ target }) => onAll(target.checked)}
      />
      {count > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <span role="status" className="text-sm text-muted">
            {t('dead.selected', { count })}
          </span>
          <Button size="sm" onClick={() => onAct('redrive')}>
            <RotateCcw aria-hidden="true" />
            {t('dead.redrive')}
          </Button>
          <Button size="sm" variant="dangerQuiet" onClick={() => onAct('discard')}>
            <Trash2 aria-hidden="true" />
            {t('dead.discard')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface LetterRowProps {
  scope: DeadScope;
  letter: DeadLetter;
  isSelected: boolean;
  onSelect: (isOn: boolean) => void;
  onShow: (() => void) | null;
  onAct: (kind: DeadAct['kind']) => void;
}

function LetterRow({ scope, letter, isSelected, onSelect, onShow, onAct }: LetterRowProps) {
  const { channel, state, reason, attempts, createdAt } = letter;
  const when = formatDateTime(createdAt, true);
  return (
    <Row>
      <Cell className="w-8">
        <Checkbox
          label={<span className="sr-only">{t('dead.selectOne', { when })}</span>}
          checked={isSelected}
          onChange={({ target }) => onSelect(target.checked)}
        />
      </Cell>
      <Cell className="w-full max-w-0 min-w-40">
        <div className="truncate font-medium text-ink">{recipientText(letter)}</div>
        <div className="flex flex-wrap items-center gap-1.5 text-muted">
          <span>
            {[messageName(letter), channel === null ? null : t(`channel.${channel}`)]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
          <DeadStateBadge state={state} />
        </div>
        <div className="truncate text-muted md:hidden" translate="no">
          {reasonText(reason)}
        </div>
      </Cell>
      <Cell className={`${wideOnly} max-w-72 break-words`} translate="no">
        {reasonText(reason)}
      </Cell>
      <Cell className={`${wideOnly} text-muted tabular-nums`}>{attempts}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <When at={createdAt} />
      </Cell>
      <Cell className="w-10 text-right">
        <DeadLetterMenu scope={scope} letter={letter} when={when} onShow={onShow} onAct={onAct} />
      </Cell>
    </Row>
  );
}
