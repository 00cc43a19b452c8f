import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import type { Preview } from './import.ts';

/** Who somebody of the file is here, by their key; missing: as the server suggests. */
export type PeopleChoice = Readonly<Record<string, string>>;

interface PeopleMappingProps {
  organizationId: string;
  people: Preview['people'];
  chosen: PeopleChoice;
  onChange: (chosen: PeopleChoice) => void;
}

export const PLACEHOLDER = 'placeholder';

/** Who the people of the file are here. */
export function PeopleMapping({ organizationId, people, chosen, onChange }: PeopleMappingProps) {
  const { data } = useRead('members.list', { organizationId, limit: 100 });
  const members = data?.items ?? [];
  return (
    <Section title={t('imports.people')} description={t('imports.peopleText')}>
      <ul className="max-h-100 overflow-y-auto rounded border border-line bg-surface">
        {people.map(({ key, name, username, suggestedUserId }) => (
          <li
            key={key}
            className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-0"
          >
            <span className="min-w-0 flex-1 truncate text-sm text-ink">
              {name} {username && <span className="text-muted">{username}</span>}
            </span>
            <Select
              inline
              aria-label={t('imports.personIs', { name })}
              className="max-w-full"
              value={chosen[key] ?? suggestedUserId ?? PLACEHOLDER}
              onChange={(event) => onChange({ ...chosen, [key]: event.target.value })}
            >
              <option value={PLACEHOLDER}>{t('imports.placeholder', { name })}</option>
              {members.map((member) => (
                <option key={member.userId} value={member.userId}>
                  {member.name}
                </option>
              ))}
            </Select>
          </li>
        ))}
      </ul>
    </Section>
  );
}
