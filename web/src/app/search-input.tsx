import { Search } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { Action } from './actions.ts';
import { useActions } from './use-actions.ts';
import { Input } from '../ui/input.tsx';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** The filter of a list; `/` moves the focus there (web W2). */
export function SearchInput({ label, value, onChange }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'search',
        title: label,
        group: 'view',
        icon: Search,
        keys: '/',
        run: () => input.current?.focus(),
      },
    ],
    [label],
  );
  useActions(actions);
  return (
    <div className="relative w-full sm:max-w-80">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="pl-9"
      />
    </div>
  );
}
