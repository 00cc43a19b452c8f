import type { Output } from '@boardwire/sdk/operations';
import { BellRing, MonitorSmartphone, PencilLine, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatDate, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads, showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { hasPush } from '../../pwa/push-subscription.ts';
import { turnOnPush } from './web-push.ts';

type Device = Output<'devices.list'>[number];

/** The browsers and phones on which one takes pushes. */
export function DevicesSection() {
  const query = useRead('devices.list', {});
  const test = useWrite('devices.test', []);
  const sendTest = async () => {
    const answer = await test.send({});
    if (answer.ok) showToast({ title: t('device.tested') });
    else showFailureToast(answer.error);
  };
  return (
    <Section
      title={t('device.title')}
      description={t('device.text')}
      actions={
        <>
          {query.data?.some(({ kind }) => kind !== 'phone') === true && (
            <Button pending={test.isPending} onClick={() => void sendTest()}>
              <Send aria-hidden="true" />
              {t('device.test')}
            </Button>
          )}
          <TurnOn />
        </>
      }
    >
      {!hasPush() && <p className="text-sm text-muted">{t('device.unsupported')}</p>}
      <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
        {(devices) => {
          // The telephone has a section of its own.
          const own = devices.filter(({ kind }) => kind !== 'phone');
          return own.length === 0 ? <None /> : <DeviceList devices={own} />;
        }}
      </QueryView>
    </Section>
  );
}

function TurnOn() {
  const [isPending, setPending] = useState(false);
  const turnOn = async () => {
    setPending(true);
    await turnOnPush();
    setPending(false);
  };
  return (
    <Button
      variant="primary"
      pending={isPending}
      disabled={!hasPush()}
      onClick={() => void turnOn()}
    >
      <BellRing aria-hidden="true" />
      {t('device.turnOn')}
    </Button>
  );
}

function None() {
  return (
    <p className="rounded border border-dashed border-line px-4 py-6 text-sm text-muted">
      {t('device.none')}
    </p>
  );
}

function DeviceList({ devices }: { devices: readonly Device[] }) {
  const [renamed, setRenamed] = useState<Device | null>(null);
  return (
    <>
      <ul className="rounded border border-line bg-surface">
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} onRename={() => setRenamed(device)} />
        ))}
      </ul>
      {renamed && <RenameDevice device={renamed} onClose={() => setRenamed(null)} />}
    </>
  );
}

async function remove({ id, name }: Device): Promise<void> {
  const answer = await call('devices.remove', { deviceId: id });
  await refreshReads('devices.list');
  if (answer.ok) showToast({ title: t('device.removed', { name }) });
  else showFailureToast(answer.error);
}

function DeviceRow({ device, onRename }: { device: Device; onRename: () => void }) {
  const { name, createdAt, lastUsedAt, isSignedIn } = device;
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-line px-4 py-2 last:border-0">
      <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-base text-ink">{name}</p>
        <p className="text-sm text-muted">
          {!isSignedIn && `${t('device.signedOut')} · `}
          {lastUsedAt === null
            ? t('device.since', { when: formatDate(createdAt) })
            : t('device.lastUsed', { when: formatRelative(lastUsedAt) })}
        </p>
      </div>
      <Menu trigger={<MenuButton label={t('device.actsOf', { name })} />}>
        <MenuItem icon={PencilLine} onSelect={onRename}>
          {t('device.rename')}
        </MenuItem>
        <MenuItem icon={Trash2} tone="danger" onSelect={() => void remove(device)}>
          {t('device.remove')}
        </MenuItem>
      </Menu>
    </li>
  );
}

function RenameDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  return (
    <NameDialog
      title={t('device.rename')}
      label={t('device.name')}
      action={t('ui.save')}
      initial={device.name}
      onClose={onClose}
      onSubmit={async (name) => {
        const answer = await call('devices.rename', { deviceId: device.id, name });
        if (!answer.ok) return describeFailure(answer.error);
        await refreshReads('devices.list');
        return undefined;
      }}
    />
  );
}
