import { t } from '../../i18n/t.tsx';
import { Section } from '../../ui/section.tsx';
import type { Preview } from './import.ts';

/** Items that are shown, and fields of each. */
const ITEMS = 5;
const FIELDS = 4;

/** A value in words; people of the file stand in it by their keys. */
function describe(value: unknown, nameOf: (key: string) => string): string {
  if (Array.isArray(value)) return value.map((each) => describe(each, nameOf)).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map((each) => describe(each, nameOf))
      .join(' ');
  return typeof value === 'string' || typeof value === 'number' ? nameOf(String(value)) : '';
}

/** How the first items would look on the board: the dry run in plain sight (web W47). */
export function FirstItems({ items, people }: Pick<Preview, 'items' | 'people'>) {
  const names = new Map(people.map(({ key, name }) => [key, name]));
  const nameOf = (key: string) => names.get(key) ?? key;
  if (items.length === 0) return null;
  return (
    <Section title={t('imports.first')}>
      <ul className="rounded border border-line bg-surface">
        {items.slice(0, ITEMS).map(({ title, group, values }, index) => (
          <li key={index} className="flex flex-col border-b border-line px-4 py-2 last:border-0">
            <span className="flex items-baseline gap-2">
              <span className="truncate text-sm font-medium text-ink">{title}</span>
              <span className="shrink-0 text-xs text-muted">{group}</span>
            </span>
            <span className="truncate text-xs text-muted">
              {Object.entries(values)
                .map(([name, value]) => [name, describe(value, nameOf)] as const)
                .filter(([, text]) => text !== '')
                .slice(0, FIELDS)
                .map(([name, text]) => `${name}: ${text}`)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
