import { MenuChoice } from '../../../ui/menu.tsx';
import type { SavedView } from './saved-views.ts';
import { viewIcons, ViewSigns } from './view-signs.tsx';
import { useViews } from './view-provider.tsx';

/** The menu in which the views stand: long names take more lines, many views scroll. */
export const viewListClass =
  'max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(24rem,calc(100vw-1rem))] overflow-y-auto';

/** All views by their whole names, to stand in a menu. */
export function ViewChoices() {
  const { view, views, open } = useViews();
  const options = views.map((each) => ({
    value: each.id,
    icon: viewIcons[each.kind],
    label: <ViewName view={each} />,
  }));
  return <MenuChoice value={view.id} options={options} onChange={open} />;
}

function ViewName({ view }: { view: SavedView }) {
  return (
    <span className="flex items-center gap-2 whitespace-normal">
      <span className="min-w-0 break-words">{view.name}</span>
      <ViewSigns view={view} isChanged={false} />
    </span>
  );
}
