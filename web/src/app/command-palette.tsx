import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type Action, actionRegistry } from './actions.ts';
import { closeOverlay } from './overlays.ts';
import { searchActions } from './search-actions.ts';
import { readTyped, releaseTyping } from './typed-ahead.ts';
import { useAvailableActions } from './use-actions.ts';

/** Every action, board and item of the open board by name, from anywhere (web W1). */
export function CommandPalette() {
  return (
    <Radix.Root open onOpenChange={(open) => !open && closeOverlay()}>
      <Radix.Portal>
        <div data-scroll-lock="" className="fixed inset-0 z-40 bg-scrim p-3 sm:pt-[14vh]">
          <Radix.Content
            aria-describedby={undefined}
            className="mx-auto w-full max-w-150 animate-in overflow-hidden rounded bg-raised shadow-raised outline-none"
          >
            <Radix.Title className="sr-only">{t('palette.title')}</Radix.Title>
            <PaletteList />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteList() {
  const [search, setSearch] = useState(readTyped);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    releaseTyping();
    // Focused before the dialog would do it, which selects what it finds: the next letter would replace the first ones.
    input.current?.focus();
    input.current?.setSelectionRange(-1, -1);
  }, []);
  const actions = useAvailableActions();
  const groups = useMemo(() => {
    const commands = actions.filter(({ id }) => id !== 'palette');
    return searchActions([...commands, ...actionRegistry.find(search)], search);
  }, [actions, search]);
  return (
    // What fits is decided here, not by the library: it would look at every row that is drawn.
    <Command label={t('palette.title')} loop shouldFilter={false}>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <Command.Input
          ref={input}
          value={search}
          onValueChange={setSearch}
          placeholder={t('palette.placeholder')}
          className="h-12 w-full bg-transparent text-base text-ink outline-none"
        />
      </div>
      <Command.List
        label={t('palette.title')}
        className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5"
      >
        <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
          {t('palette.empty', { search })}
        </Command.Empty>
        {groups.map(([group, found]) => (
          <Command.Group key={group} heading={t(`group.${group}`)} className={groupClass}>
            {found.map((action) => (
              <PaletteItem key={action.id} action={action} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

const groupClass =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted';

function PaletteItem({ action }: { action: Action }) {
  const run = () => {
    closeOverlay();
    action.run();
  };
  return (
    <Command.Item
      value={action.id}
      onSelect={run}
      className="flex h-9 cursor-default items-center gap-3 rounded-inner px-2.5 text-base text-ink select-none data-[selected=true]:bg-hover"
    >
      <action.icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{action.title}</span>
      {action.hint && (
        <span className="max-w-[40%] shrink-0 truncate text-sm text-faint">{action.hint}</span>
      )}
      {action.keys && <Kbd keys={action.keys} />}
    </Command.Item>
  );
}
