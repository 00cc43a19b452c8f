import { useState } from 'react';
import { CharacterSwitch } from '../../app/character-switch.tsx';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import { SHORTCUTS, type Shortcut } from '../../app/shortcut-catalogue.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { ShortcutRow } from './shortcut-row.tsx';

const GROUPS = ['board', 'item', 'inbox', 'navigate', 'view', 'help'] as const;

/** The keys of a single letter: to change, or to turn off (web W3, WCAG 2.1.4). */
export function ShortcutsPage() {
  const ownKeys = usePreferences((preferences) => preferences.ownKeys);
  const [editedId, setEditedId] = useState<string | null>(null);
  const isChanged = Object.keys(ownKeys).length > 0;
  return (
    <Page>
      <PageHeader
        title={t('shortcuts.pageTitle')}
        description={t('shortcuts.pageText')}
        actions={
          <Button disabled={!isChanged} onClick={() => setPreference({ ownKeys: {} })}>
            {t('shortcuts.resetAll')}
          </Button>
        }
      />
      <Card>
        <CharacterSwitch />
      </Card>
      {GROUPS.map((group) => (
        <Section key={group} title={t(`group.${group}`)}>
          <ul className="rounded border border-line bg-surface">
            {SHORTCUTS.filter((shortcut: Shortcut) => shortcut.group === group).map((shortcut) => (
              <ShortcutRow
                key={shortcut.id}
                shortcut={shortcut}
                isEdited={editedId === shortcut.id}
                onEdit={(isEdited) => setEditedId(isEdited ? shortcut.id : null)}
              />
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}
