import { Pause, Play } from 'lucide-react';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import {
  type ChannelFigures,
  groupFigures,
  type Load,
  pausedSince,
  type Stats,
} from './queue-figures.ts';
import { usePause } from './use-pause.ts';

const numberHead = 'text-right';

/** Each channel, and below it its lanes that have anything to say. */
export function QueueTable({ stats }: { stats: Stats }) {
  const isAllPaused = pausedSince(stats) !== null;
  return (
    <Table
      label={t('queue.byChannel')}
      head={[
        { label: t('delivery.channel') },
        { label: t('queue.waiting'), className: numberHead },
        { label: t('queue.active'), className: `${wideOnly} ${numberHead}` },
        { label: t('queue.delayed'), className: `${wideOnly} ${numberHead}` },
        { label: t('queue.completed'), className: `${wideOnly} ${numberHead}` },
        { label: t('queue.failed'), className: `${wideOnly} ${numberHead}` },
        { label: t('queue.perMinute'), className: `${wideOnly} ${numberHead}` },
        { label: t('queue.latency'), className: wideOnly },
        null,
      ]}
    >
      {groupFigures(stats).flatMap((figures) => [
        <ChannelRow key={figures.channel} figures={figures} isAllPaused={isAllPaused} />,
        ...figures.lanes.map(({ lane, ...load }) => (
          <LaneRow
            key={`${figures.channel} ${lane}`}
            label={t(`deliveryLane.${lane}`)}
            load={load}
          />
        )),
      ])}
    </Table>
  );
}

interface ChannelRowProps {
  figures: ChannelFigures;
  /** One channel cannot go on alone while all are paused. */
  isAllPaused: boolean;
}

function ChannelRow({ figures, isAllPaused }: ChannelRowProps) {
  const { channel, pausedAt, perMinute, latencyMs } = figures;
  return (
    <Row>
      <Cell className="w-full min-w-32">
        <div className="flex flex-wrap items-center gap-x-2 font-medium text-ink">
          {t(`channel.${channel}`)}
          <span {...(pausedAt !== null && { title: formatDateTime(pausedAt) })}>
            <Badge tone={pausedAt === null ? 'success' : 'warning'}>
              {t(pausedAt === null ? 'queue.running' : 'queue.paused')}
            </Badge>
          </span>
        </div>
        <div className="text-xs text-muted md:hidden">{sayRest(figures)}</div>
      </Cell>
      <LoadCells load={figures} isStrong />
      <Cell className={`${wideOnly} text-right text-muted tabular-nums`}>
        {formatNumber(Math.round(perMinute * 10) / 10)}
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted tabular-nums`}>
        {latencyMs !== null && t('queue.latencyOf', latencyMs)}
      </Cell>
      <Cell className="text-right">
        <PauseButton figures={figures} isAllPaused={isAllPaused} />
      </Cell>
    </Row>
  );
}

/** What the columns say that a phone leaves out. */
function sayRest({ active, delayed, completed, failed, latencyMs }: ChannelFigures): string {
  const counts = [
    [t('queue.active'), active],
    [t('queue.delayed'), delayed],
    [t('queue.completed'), completed],
    [t('queue.failed'), failed],
  ] as const;
  const given = counts.filter(([, count]) => count > 0);
  const words = given.map(([state, count]) => t('delivery.countOf', { state, count }));
  return [...words, ...(latencyMs === null ? [] : [t('queue.latencyOf', latencyMs)])].join(' · ');
}

function LaneRow({ label, load }: { label: string; load: Load }) {
  return (
    <Row className="max-md:hidden">
      <Cell className="pl-9! text-muted">{label}</Cell>
      <LoadCells load={load} />
      <Cell className={wideOnly} />
      <Cell className={wideOnly} />
      <Cell />
    </Row>
  );
}

function LoadCells({ load, isStrong = false }: { load: Load; isStrong?: boolean }) {
  const { waiting, active, delayed, completed, failed } = load;
  const tone = isStrong ? 'text-ink' : 'text-muted';
  return (
    <>
      <Cell className={`text-right tabular-nums ${tone}`}>{formatNumber(waiting)}</Cell>
      {[active, delayed, completed].map((count, index) => (
        <Cell key={index} className={`${wideOnly} text-right tabular-nums ${tone}`}>
          {formatNumber(count)}
        </Cell>
      ))}
      <Cell
        className={`${wideOnly} text-right tabular-nums ${failed > 0 ? 'text-danger-ink' : tone}`}
      >
        {formatNumber(failed)}
      </Cell>
    </>
  );
}

function PauseButton({ figures: { channel, pausedAt }, isAllPaused }: ChannelRowProps) {
  const { pause, resume, isPending } = usePause();
  if (isAllPaused) return null;
  const isPaused = pausedAt !== null;
  const name = t(`channel.${channel}`);
  return (
    <Button
      size="sm"
      pending={isPending}
      aria-label={t(isPaused ? 'queue.resumeOf' : 'queue.pauseOf', { channel: name })}
      onClick={() => void (isPaused ? resume(channel) : pause(channel))}
    >
      {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      {t(isPaused ? 'queue.resume' : 'queue.pause')}
    </Button>
  );
}
