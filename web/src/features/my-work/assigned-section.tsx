import { Link } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { AssignedList } from './assigned-list.tsx';
import { useAssigned, useDueClock } from './use-assigned.ts';

/** What is due first fits above the boards. */
const SHOWN = 5;

/** The first of what waits for the person; nothing where nothing does. */
export function AssignedSection({ organizationId }: { organizationId: string }) {
  const { data } = useAssigned(organizationId, SHOWN);
  const clock = useDueClock();
  const first = data?.pages[0]?.items ?? [];
  if (first.length === 0) return null;
  return (
    <Section
      title={t('myWork.home')}
      actions={
        <Link
          to="/o/$organizationId/my-work"
          params={{ organizationId }}
          className={buttonClass({ size: 'sm', variant: 'ghost' })}
        >
          {t('myWork.all')}
        </Link>
      }
    >
      <AssignedList items={first} clock={clock} />
    </Section>
  );
}
