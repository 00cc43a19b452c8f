import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { askedOf, type CacheClass } from './cache-figures.ts';
import { CacheName, Notes } from './cache-parts.tsx';
import { nameOf, sayHits, sayKilobytes, sayLife, sayRate, textOf } from './cache-words.ts';
import { VoidClassDialog } from './void-class-dialog.tsx';

const wideNumber = `${wideOnly} text-right tabular-nums`;

/** Each class with what was asked of each layer of it. */
export function CacheTable({ classes }: { classes: readonly CacheClass[] }) {
  const [voided, setVoided] = useState<CacheClass | null>(null);
  return (
    <>
      <Table
        label={t('cache.byClass')}
        head={[
          { label: t('cache.class') },
          { label: t('cache.hitRate'), className: 'text-right max-sm:whitespace-normal' },
          { label: t('cache.redisRate'), className: wideNumber },
          { label: t('cache.loads'), className: wideNumber },
          { label: t('cache.voids'), className: wideNumber },
          { label: t('cache.values'), className: wideNumber },
          null,
        ]}
      >
        {classes.map((each) => (
          <ClassRow key={each.name} cacheClass={each} onVoid={() => setVoided(each)} />
        ))}
      </Table>
      {voided && <VoidClassDialog cacheClass={voided} onClose={() => setVoided(null)} />}
    </>
  );
}

function ClassRow({ cacheClass, onVoid }: { cacheClass: CacheClass; onVoid: () => void }) {
  const { memory, redis, loads, failedLoads, loadMs, voids } = cacheClass;
  const label = nameOf(cacheClass);
  return (
    <Row>
      <Cell className="w-full min-w-36">
        <Class cacheClass={cacheClass} label={label} />
      </Cell>
      <Cell className="text-right whitespace-nowrap text-ink tabular-nums">
        {sayRate(memory.hitRate)}
        <Notes>
          {memory.hitRate !== null && sayHits(memory.hits + memory.stale, askedOf(cacheClass))}
          {memory.stale > 0 && t('cache.stale', { count: memory.stale })}
        </Notes>
      </Cell>
      <Cell className={`${wideNumber} whitespace-nowrap text-ink`}>
        {sayRate(redis?.hitRate ?? null)}
        <Notes isBad={redis !== null && redis.errors > 0}>
          {redis !== null &&
            redis.hitRate !== null &&
            sayHits(redis.hits, redis.hits + redis.misses)}
          {redis !== null && redis.errors > 0 && t('cache.errors', { count: redis.errors })}
        </Notes>
      </Cell>
      <Cell className={`${wideNumber} whitespace-nowrap text-ink`}>
        {formatNumber(loads)}
        <Notes isBad={failedLoads > 0}>
          {loadMs !== null && t('cache.ms', { count: formatNumber(Math.round(loadMs * 10) / 10) })}
          {failedLoads > 0 && t('cache.failed', { count: formatNumber(failedLoads) })}
        </Notes>
      </Cell>
      <Cell className={`${wideNumber} text-ink`}>{formatNumber(voids)}</Cell>
      <Cell className={`${wideNumber} whitespace-nowrap text-ink`}>
        {formatNumber(memory.entries)}
        <Notes>
          {sayKilobytes(memory.bytes)}
          {memory.evictions > 0 && t('cache.evicted', { count: formatNumber(memory.evictions) })}
        </Notes>
      </Cell>
      <Cell>
        <div className="flex justify-end">
          <Button size="sm" aria-label={t('cache.voidOf', { name: label })} onClick={onVoid}>
            <Eraser aria-hidden="true" />
            <span className="max-sm:sr-only">{t('cache.void')}</span>
          </Button>
        </div>
      </Cell>
    </Row>
  );
}

/** What a class is, whose, for how long, and on a phone what the columns say that are left out there. */
function Class({ cacheClass, label }: { cacheClass: CacheClass; label: string }) {
  const { name, owner, ttlS, staleS, tags } = cacheClass;
  return (
    <>
      <CacheName name={name} label={label} />
      <div className="text-muted">{textOf(cacheClass)}</div>
      <div className="text-xs text-muted">
        {tRich('cache.about', {
          owner: <code translate="no">{owner}</code>,
          ttl: sayLife(ttlS),
          stale: sayLife(staleS),
        })}
      </div>
      <div className="text-xs text-muted">
        {tRich('cache.tags', { tags: <code translate="no">{tags.join(', ')}</code> })}
      </div>
      <div className="text-xs text-muted md:hidden">{sayRest(cacheClass)}</div>
    </>
  );
}

function sayRest({ memory, redis, loads, voids }: CacheClass): string {
  const counts = [
    [t('cache.redisRate'), redis === null ? null : sayRate(redis.hitRate)],
    [t('cache.loads'), formatNumber(loads)],
    [t('cache.voids'), formatNumber(voids)],
    [t('cache.values'), formatNumber(memory.entries)],
  ] as const;
  return counts
    .flatMap(([what, count]) => (count === null ? [] : [t('cache.countOf', { what, count })]))
    .join(' · ');
}
