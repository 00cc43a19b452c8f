import type { Column } from '@boardwire/contract/board-model';
import { Eye } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { columnFacts } from '../column-facts.ts';
import { useBoardModel } from '../table-context.ts';
import { listCardFields } from './card-fields.ts';
import { ToolButton } from './tool-button.tsx';
import { useViews } from './view-provider.tsx';

/** The fields of the open view that are shown, and how to change that. */
function useFields() {
  const { view, change } = useViews();
  const { tree } = useBoardModel();
  const { columns } = tree();
  const isKanban = view.kind === 'kanban';
  const { hidden } = view.settings;
  const cardFields = listCardFields(columns, view.settings);
  return {
    columns,
    isKanban,
    hiddenCount: isKanban ? 0 : columns.filter(({ id }) => hidden.includes(id)).length,
    isShown: (id: string) => (isKanban ? cardFields.includes(id) : !hidden.includes(id)),
    showAll: () => change({ hidden: [] }),
    toggle(id: string) {
      const list = isKanban ? cardFields : hidden;
      const next = list.includes(id) ? list.filter((each) => each !== id) : [...list, id];
      change(isKanban ? { cardFields: next } : { hidden: next });
    },
  };
}

/** Which fields a table or a card shows. */
export function FieldsButton() {
  const { columns, isKanban, hiddenCount: count, isShown, showAll, toggle } = useFields();
  const title = t(isKanban ? 'views.cardFields' : 'views.fieldsShown');
  return (
    <PopoverButton
      label={title}
      align="end"
      className="w-64"
      trigger={
        <ToolButton
          icon={Eye}
          label={count > 0 ? t('views.fieldsHidden', { count }) : t('views.fields')}
          text={t('views.fields')}
          count={count}
        />
      }
    >
      {() => (
        <div className="flex flex-col gap-1">
          <p className="pb-1 text-xs text-muted">{title}</p>
          {columns.map((column) => (
            <FieldSwitch
              key={column.id}
              column={column}
              isShown={isShown(column.id)}
              onToggle={() => toggle(column.id)}
            />
          ))}
          {count > 0 && (
            <Button variant="ghost" size="sm" className="mt-1 self-start" onClick={showAll}>
              {t('views.showAll')}
            </Button>
          )}
        </div>
      )}
    </PopoverButton>
  );
}

interface FieldSwitchProps {
  column: Column;
  isShown: boolean;
  onToggle: () => void;
}

function FieldSwitch({ column, isShown, onToggle }: FieldSwitchProps) {
  const { icon: Icon } = columnFacts[column.type];
  return (
    <Checkbox
      checked={isShown}
      onChange={onToggle}
      label={
        <span className="flex items-center gap-2">
          <Icon aria-hidden="true" className="size-4 text-muted" />
          {column.name}
        </span>
      }
    />
  );
}
