import { formatNumber } from '../../i18n/format.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Total, Totals } from '../../ui/totals.tsx';
import { When } from '../../ui/when.tsx';
import { OwnerOnly } from '../instance/index.ts';
import { CacheTable } from './cache-table.tsx';
import { MemoryTable } from './memory-table.tsx';
import { rateOfAll, type CacheFigures } from './cache-figures.ts';
import { sayMegabytes, sayRate } from './cache-words.ts';
import './texts.ts';

const REFRESH_MS = 5_000;

/** What the answering process remembers, and how well that does (SPEC F3, F4). */
export function CachePage() {
  return (
    <OwnerOnly>
      <Cache />
    </OwnerOnly>
  );
}

function Cache() {
  const query = useRead('cache.classes', {}, { refetchEveryMs: REFRESH_MS });
  const { data } = query;
  return (
    <Page isWide>
      <PageHeader title={t('cache.title')} description={data && <Whose figures={data} />} />
      <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
        {(figures) => (
          <>
            <Figures figures={figures} />
            <Section
              title={t('cache.byClass')}
              description={figures.isFollowing ? undefined : t('cache.followsNotText')}
            >
              <CacheTable classes={figures.classes} />
            </Section>
            {/* A node of an older version, asked while it is replaced, tells of none. */}
            {'memories' in figures && (
              <Section title={t('cache.byRules')} description={t('cache.byRulesText')}>
                <MemoryTable memories={figures.memories} />
              </Section>
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** Behind a proxy, the next answer may be another node's. */
function Whose({ figures: { node, since } }: { figures: CacheFigures }) {
  return tRich('cache.text', {
    node: (
      <code className="font-mono text-sm break-words text-ink" translate="no">
        {node}
      </code>
    ),
    when: <When at={since} />,
  });
}

const REDIS = { none: 'cache.redisNone', up: 'cache.redisUp', away: 'cache.redisAway' } as const;

function Figures({ figures }: { figures: CacheFigures }) {
  const { classes, maxBytes, redis, isFollowing } = figures;
  const entries = classes.reduce((total, { memory }) => total + memory.entries, 0);
  const bytes = classes.reduce((total, { memory }) => total + memory.bytes, 0);
  const loads = classes.reduce((total, each) => total + each.loads, 0);
  return (
    <Totals className="sm:grid-cols-3 lg:grid-cols-6">
      <Total label={t('cache.hitRate')}>{sayRate(rateOfAll(classes))}</Total>
      <Total label={t('cache.values')}>{formatNumber(entries)}</Total>
      <Total label={t('cache.memory')}>
        {t('cache.memoryOf', { used: sayMegabytes(bytes), most: sayMegabytes(maxBytes) })}
      </Total>
      <Total label={t('cache.loads')}>{formatNumber(loads)}</Total>
      <Total label={t('cache.redis')} isBad={redis === 'away'}>
        {t(REDIS[redis])}
      </Total>
      <Total label={t('cache.log')} isBad={!isFollowing}>
        {t(isFollowing ? 'cache.follows' : 'cache.followsNot')}
      </Total>
    </Totals>
  );
}
