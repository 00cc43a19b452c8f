import { useCurrentOrganization, useOrganizations } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { PreferenceGrid } from './preference-grid.tsx';
import type { GridRow, PreferenceAnswer } from './preference-types.ts';
import { choose, usePreferenceAnswer } from './preferences-data.ts';
import { useReachableChannels } from './use-channels.ts';

interface EverywhereSectionProps {
  organizationId: string;
  onOrganization: (organizationId: string) => void;
}

/** The grid of categories and channels, for all of an organization. */
export function EverywhereSection({ organizationId, onOrganization }: EverywhereSectionProps) {
  const query = usePreferenceAnswer(organizationId);
  const organization = useOrganizations().find(({ id }) => id === organizationId);
  return (
    <Section
      title={t('notify.gridTitle')}
      description={t('notify.gridText', { organization: organization?.name ?? '' })}
      actions={<OrganizationChoice value={organizationId} onChange={onOrganization} />}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={8} />}>
        {(answer) => <Grid organizationId={organizationId} answer={answer} />}
      </QueryView>
    </Section>
  );
}

function Grid({ organizationId, answer }: { organizationId: string; answer: PreferenceAnswer }) {
  const channels = useReachableChannels();
  const own = answer.preferences.filter(({ scope }) => scope === 'all');
  const cellOf = (row: GridRow, channel: GridRow['channels'][number]['channel']) =>
    row.channels.find((cell) => cell.channel === channel);
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full">
        <PreferenceGrid
          rows={answer.grid}
          channels={channels}
          valueOf={(row, channel) => cellOf(row, channel)?.mode ?? 'off'}
          onChange={(row, channel, value) => {
            const isDefault = value === cellOf(row, channel)?.default;
            const mode = value === 'inherit' || isDefault ? null : value;
            const place = { scope: 'all', scopeId: null } as const;
            void choose(organizationId, [{ ...place, category: row.category, channel, mode }]);
          }}
        />
      </div>
      <Button
        disabled={own.length === 0}
        onClick={() =>
          void choose(
            organizationId,
            own.map(({ scope, scopeId, category, channel }) => ({
              scope,
              scopeId,
              category,
              channel,
              mode: null,
            })),
          )
        }
      >
        {t('notify.toDefaults')}
      </Button>
    </div>
  );
}

function OrganizationChoice({
  value,
  onChange,
}: {
  value: string;
  onChange: (organizationId: string) => void;
}) {
  const organizations = useOrganizations();
  const current = useCurrentOrganization();
  if (organizations.length < 2 || current === undefined) return null;
  return (
    <Select
      inline
      aria-label={t('notify.organization')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      {organizations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
