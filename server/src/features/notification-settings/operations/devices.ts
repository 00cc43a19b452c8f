import type { ParsedInputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/devices';
import { createId } from '../../../kernel/ids.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { deliveries, notify } from '../../delivery/index.ts';
import {
  deleteDevice,
  findLocale,
  listDevices,
  putPushDevice,
  renameDevice,
} from '../store/devices.ts';

/** Browsers and phones of one person. */
const DEVICES_MAX = 20;

/** What a test says, by language. */
const TEST_WORDS: Readonly<Record<string, { title: string; body: string }>> = {
  en: { title: 'Boardwire reaches this device', body: 'This is the test that you asked for.' },
  de: { title: 'Boardwire erreicht dieses Gerät', body: 'Das ist der Test, den du wolltest.' },
  fr: { title: 'Boardwire atteint cet appareil', body: 'Voici le test que vous avez demandé.' },
};

/** What the operations of devices stand on. */
export interface DevicesParts {
  sealer: Sealer;
  /** The public key that browsers subscribe with; null when nothing sends pushes. */
  pushPublicKey(): string | null;
}

/** The devices on which one takes pushes. */
export function createDeviceOperations({
  sealer,
  pushPublicKey,
}: DevicesParts): readonly Operation[] {
  return [
    implement(contract.pushKey, { handle: async () => ({ publicKey: pushPublicKey() }) }),
    list,
    createRegister(sealer),
    rename,
    remove,
    createTest(sealer),
  ];
}

const list = implement(contract.list, {
  handle: (_input, { tx, actor }) => listDevices(tx, requireUserId(actor)),
});

function createRegister(sealer: Sealer): Operation {
  return implement(contract.register, {
    async handle({ name, ...where }, context) {
      const userId = requireUserId(context.actor);
      const { kind, address } = toAddress(where);
      await context.lock(`devices ${userId}`);
      const hash = deliveries.hashAddress(sealer, 'push', address);
      const sealed = deliveries.sealAddress(sealer, 'push', address);
      const sessionId = context.actor.kind === 'user' ? context.actor.sessionId : null;
      const row = { id: createId(), userId, sessionId, kind, name, sealed, hash };
      const device = await putPushDevice(context.tx, row);
      if ((await listDevices(context.tx, userId)).length > DEVICES_MAX)
        throw conflict('too_many_devices', `You have ${DEVICES_MAX} devices: remove one first`);
      return device;
    },
  });
}

/** As providers read it, in one order of fields: the same subscription is the same address. */
function toAddress({
  subscription,
  fcmToken,
}: Pick<ParsedInputOf<typeof contract.register>, 'subscription' | 'fcmToken'>): {
  kind: 'webPush' | 'fcm';
  address: string;
} {
  if ((subscription === undefined) === (fcmToken === undefined))
    throw invalid({ path: 'subscription', message: 'Give a subscription or a token of an app' });
  if (subscription === undefined)
    return { kind: 'fcm', address: JSON.stringify({ token: fcmToken }) };
  const { endpoint, keys } = subscription;
  const { p256dh, auth } = keys;
  return { kind: 'webPush', address: JSON.stringify({ endpoint, keys: { p256dh, auth } }) };
}

const rename = implement(contract.rename, {
  async handle({ deviceId, name }, { tx, actor }) {
    const device = await renameDevice(tx, { userId: requireUserId(actor), deviceId, name });
    if (device === null) throw notFound('This device');
    return device;
  },
});

const remove = implement(contract.remove, {
  async handle({ deviceId }, { tx, actor }) {
    if (!(await deleteDevice(tx, { userId: requireUserId(actor), deviceId })))
      throw notFound('This device');
    return { done: true } as const;
  },
});

function createTest(sealer: Sealer): Operation {
  return implement(contract.test, {
    async handle(_input, { tx, actor }) {
      const userId = requireUserId(actor);
      if ((await listDevices(tx, userId)).length === 0)
        throw conflict('no_devices', 'Turn pushes on for a device first');
      const locale = await findLocale(tx, userId);
      const words = TEST_WORDS[locale.slice(0, 2)] ?? TEST_WORDS['en'];
      const request = {
        organizationId: null,
        category: 'custom',
        templateKey: 'custom',
        payload: { ...words },
        recipients: [{ userId }],
        channels: ['push'],
        // Somebody waits for it, also at night.
        priority: 'critical',
        actor: { kind: 'user', id: userId },
      } as const;
      const jobId = await notify(tx, request, { sealer });
      if (jobId === null) throw new Error('a test without a dedupe key was taken as a copy');
      return { jobId };
    },
  });
}
