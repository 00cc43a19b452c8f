import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { t } from '../i18n/t.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ACTION_GROUPS, groupActions } from './action-groups.ts';
import type { Action } from './actions.ts';
import { closeOverlay } from './overlays.ts';
import { useAvailableActions } from './use-actions.ts';

/** Every action by name, from anywhere (web W1). */
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
  const [search, setSearch] = useState('');
  const groups = groupActions(useAvailableActions().filter(({ id }) => id !== 'palette'));
  return (
    <Command label={t('palette.title')} loop>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t('palette.placeholder')}
          className="h-12 w-full bg-transparent text-base text-ink outline-none"
        />
      </div>
      <Command.List
        label={t('palette.title')}
        className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5"
      >
        <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
          {t('palette.empty', { search })}
        </Command.Empty>
        {ACTION_GROUPS.map((group) => {
          const actions = groups.get(group);
          if (!actions) return null;
          return (
            <Command.Group key={group} heading={t(`group.${group}`)} className={groupClass}>
              {actions.map((action) => (
                <PaletteItem key={action.id} action={action} />
              ))}
            </Command.Group>
          );
        })}
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
      value={`${action.title} ${action.id}`}
      keywords={action.keywords ? [action.keywords] : []}
      onSelect={run}
      className="flex h-9 cursor-default items-center gap-3 rounded-inner px-2.5 text-base text-ink select-none data-[selected=true]:bg-hover"
    >
      <action.icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="flex-1 truncate">{action.title}</span>
      {action.keys && <Kbd keys={action.keys} />}
    </Command.Item>
  );
}
