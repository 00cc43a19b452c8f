import { Columns3, Group } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Menu, MenuChoice, MenuLabel } from '../../../ui/menu.tsx';
import { useBoardModel } from '../table-context.ts';
import { isDroppable, isGroupable } from './group-items.ts';
import { ToolButton } from './tool-button.tsx';
import { GROUP } from './view-context.ts';
import { useViews } from './view-provider.tsx';

/** What a table is grouped by. */
export function GroupButton() {
  const { view, change } = useViews();
  const { tree } = useBoardModel();
  const { groupBy } = view.settings;
  const columns = tree().columns.filter(isGroupable);
  const column = columns.find(({ id }) => id === groupBy);
  const isUsed = groupBy === 'none' || column !== undefined;
  const name = column?.name ?? t(groupBy === 'none' ? 'views.noGrouping' : 'views.boardGroups');
  return (
    <Menu
      trigger={
        <ToolButton
          icon={Group}
          label={t('views.groupByButton', { name })}
          text={isUsed ? t('views.groupByButton', { name }) : t('views.groupBy')}
          className={isUsed ? 'bg-accent-soft text-accent-ink!' : ''}
        />
      }
    >
      <MenuLabel>{t('views.groupBy')}</MenuLabel>
      <MenuChoice
        value={isUsed ? groupBy : GROUP}
        options={[
          { value: GROUP, label: t('views.boardGroups') },
          { value: 'none', label: t('views.noGrouping') },
          ...columns.map(({ id, name: label }) => ({ value: id, label })),
        ]}
        onChange={(next) => change({ groupBy: next })}
      />
    </Menu>
  );
}

/** What the columns of a kanban are. */
export function KanbanByButton() {
  const { view, change } = useViews();
  const { tree } = useBoardModel();
  const { kanbanBy } = view.settings;
  const columns = tree().columns.filter(isDroppable);
  const column = columns.find(({ id }) => id === kanbanBy);
  const name = column?.name ?? t('views.boardGroups');
  return (
    <Menu
      trigger={
        <ToolButton
          icon={Columns3}
          label={t('views.columnsByButton', { name })}
          text={t('views.columnsByButton', { name })}
        />
      }
    >
      <MenuLabel>{t('views.columnsBy')}</MenuLabel>
      <MenuChoice
        value={column ? kanbanBy : GROUP}
        options={[
          { value: GROUP, label: t('views.boardGroups') },
          ...columns.map(({ id, name: label }) => ({ value: id, label })),
        ]}
        onChange={(next) => change({ kanbanBy: next })}
      />
    </Menu>
  );
}
