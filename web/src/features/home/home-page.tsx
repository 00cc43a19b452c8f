import type { ReactNode } from 'react';
import { useActiveBoards, useRecents } from '../../app/board-lists.ts';
import { useFavourites } from '../../app/favourites.ts';
import { useAccount } from '../../app/use-account.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { AllBoards, BoardActs, BoardGrid } from '../boards/index.ts';
import { AssignedSection } from '../my-work/index.ts';
import { FirstSteps } from '../organizations/index.ts';
import { SampleNotice } from './sample-notice.tsx';
import { ShownTogether } from './shown-together.tsx';

/** Boards opened last that are offered here. */
const RECENT_SHOWN = 6;
/** With fewer boards the list of all of them shows the same twice. */
const RECENT_FROM = 4;

/** Where one begins: what one works on, what one opened last, and all boards of the organization. */
export function HomePage() {
  const { name } = useAccount();
  const organization = useOrganization();
  return (
    <Page isWide>
      <PageHeader
        title={t('home.hello', { name: name.split(' ')[0] ?? name })}
        description={t('home.where', { organization: organization.name })}
        actions={<BoardActs />}
      />
      <ShownTogether isKnown={useIsKnown(organization.id)}>
        <SampleNotice organizationId={organization.id} />
        <AssignedSection organizationId={organization.id} />
        <OwnBoards organizationId={organization.id} />
        <AllBoards title={t('home.workspaces')} />
        <FirstSteps />
      </ShownTogether>
    </Page>
  );
}

function useIsKnown(organizationId: string): boolean {
  const { boards } = useActiveBoards(organizationId);
  const lists = [boards, useFavourites(organizationId), useRecents(organizationId)];
  return lists.every((list) => list !== undefined);
}

function OwnBoards({ organizationId }: { organizationId: string }): ReactNode {
  const { boards } = useActiveBoards(organizationId);
  const favourites = useFavourites(organizationId) ?? [];
  const recents = useRecents(organizationId) ?? [];
  const openedAt = new Map(recents.map((board) => [board.id, board.openedAt]));
  const isFew = (boards?.length ?? 0) < RECENT_FROM;
  return (
    <>
      {favourites.length > 0 && (
        <Section title={t('home.favourites')}>
          <BoardGrid boards={favourites} />
        </Section>
      )}
      {!isFew && recents.length > 0 && (
        <Section title={t('home.recent')}>
          <BoardGrid
            boards={recents.slice(0, RECENT_SHOWN)}
            describe={({ id }) =>
              t('home.openedAt', { when: formatRelative(openedAt.get(id) ?? '') })
            }
          />
        </Section>
      )}
    </>
  );
}
