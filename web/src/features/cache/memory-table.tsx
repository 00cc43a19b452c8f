import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { CacheMemory } from './cache-figures.ts';
import { CacheName, Notes } from './cache-parts.tsx';
import { sayHits, sayKilobytes, sayRate } from './cache-words.ts';
import { memoryEndOf, memoryNameOf, memoryTextOf } from './memory-words.ts';

/** What parts of the program remember by rules of their own; nobody need void it. */
export function MemoryTable({ memories }: { memories: readonly CacheMemory[] }) {
  return (
    <Table
      label={t('cache.byRules')}
      head={[
        { label: t('cache.what') },
        { label: t('cache.hitRate'), className: 'text-right max-sm:whitespace-normal' },
        { label: t('cache.values'), className: `${wideOnly} text-right` },
      ]}
    >
      {memories.map((each) => (
        <MemoryRow key={each.name} memory={each} />
      ))}
    </Table>
  );
}

function MemoryRow({ memory }: { memory: CacheMemory }) {
  const { name, hits, misses, hitRate, entries, bytes, evictions } = memory;
  return (
    <Row>
      <Cell className="w-full min-w-36">
        <CacheName name={name} label={memoryNameOf(memory)} />
        <div className="text-muted">{memoryTextOf(memory)}</div>
        <div className="text-xs text-muted">
          {t('cache.endedBy', { what: memoryEndOf(memory) })}
        </div>
        <div className="text-xs text-muted md:hidden">
          {t('cache.countOf', { what: t('cache.values'), count: formatNumber(entries) })}
        </div>
      </Cell>
      <Cell className="text-right whitespace-nowrap text-ink tabular-nums">
        {sayRate(hitRate)}
        <Notes>{hitRate !== null && sayHits(hits, hits + misses)}</Notes>
      </Cell>
      <Cell className={`${wideOnly} text-right whitespace-nowrap text-ink tabular-nums`}>
        {formatNumber(entries)}
        <Notes>
          {bytes !== null && sayKilobytes(bytes)}
          {evictions > 0 && t('cache.evicted', { count: formatNumber(evictions) })}
        </Notes>
      </Cell>
    </Row>
  );
}
