import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { type Choice, ChoiceList } from '../../ui/choice-list.tsx';
import { cx } from '../../ui/cx.ts';
import { controlClass } from '../../ui/input.tsx';
import { PopoverButton } from '../../ui/popover-button.tsx';
import { type Person, rememberPerson, usePeople, usePersonName } from './use-people.ts';

interface PersonChoiceProps {
  label: string;
  /** Stands there until somebody is chosen. */
  empty: string;
  /** The person's id; empty for nobody. */
  value: string;
  without?: ReadonlySet<string>;
  /** Nobody can be chosen again, under the name of `empty`. */
  canClear?: boolean;
  onChange: (userId: string) => void;
}

/** One of the people of the organization, found by a part of their name or address. */
export function PersonChoice(props: PersonChoiceProps) {
  const { label, empty, value } = props;
  const id = useId();
  const name = usePersonName(value);
  const shown = value === '' ? empty : (name ?? t('delivery.somebody'));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span id={`${id}-label`} className="text-sm font-medium text-ink">
        {label}
      </span>
      <PopoverButton
        label={label}
        className="w-72"
        trigger={
          <button
            type="button"
            id={id}
            aria-labelledby={`${id}-label ${id}`}
            className={cx(controlClass, 'flex h-9 w-full min-w-0 items-center gap-2 pr-2.5 pl-3')}
          >
            <span className="min-w-0 flex-1 truncate text-left">{shown}</span>
            <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
          </button>
        }
      >
        {(close) => <PersonList {...props} onClose={close} />}
      </PopoverButton>
    </div>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

function PersonList(props: PersonChoiceProps & { onClose: () => void }) {
  const { label, empty, value, without = NOBODY, canClear = false, onChange, onClose } = props;
  const { id: organizationId } = useOrganization();
  const [search, setSearch] = useState('');
  const { people, isSearching } = usePeople(search);
  const offered = people.filter(({ userId }) => !without.has(userId));
  const choose = (userId: string) => {
    const person = people.find((one) => one.userId === userId);
    if (person !== undefined) rememberPerson(organizationId, person);
    onChange(userId);
    onClose();
  };
  return (
    <ChoiceList
      label={label}
      choices={[...(canClear ? [{ id: '', name: empty }] : []), ...offered.map(toChoice)]}
      chosen={[value]}
      isMany={false}
      isSearching={isSearching}
      onSearch={setSearch}
      onToggle={choose}
    />
  );
}

/** Found by the address too, which tells people of one name apart. */
function toChoice({ userId, name, email }: Person): Choice {
  return {
    id: userId,
    name: `${name} ${email}`,
    drawn: (
      <span className="flex items-center gap-2">
        <Avatar size="sm" name={name} seed={userId} />
        <span className="min-w-0">
          <span className="block truncate">{name}</span>
          <span className="block truncate text-xs text-muted">{email}</span>
        </span>
      </span>
    ),
  };
}
