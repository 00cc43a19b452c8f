import * as contract from '@boardwire/contract/instance';
import { INSTANCE_CHAIN_ID } from '../../platform/audit.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { implement, type Operation } from '../../platform/operation.ts';
import { invalid, notFound } from '../../platform/refusal.ts';
import { readReadOnlyMode } from '../../platform/read-only.ts';
import { closeWrites } from '../../platform/write-barrier.ts';
import { writeReadOnlyMode } from './read-only.ts';
import { describeInstance, mailEngine } from './parts.ts';
import {
  deleteSetting,
  hasInstanceOwner,
  listMailboxMessages,
  readMailboxMessage,
  readSetting,
  writeSetting,
} from './store.ts';
import { readWorkerReport } from './worker-report.ts';

/** Who may create an account without being asked. */
export type SignUpMode = 'open' | 'invitation';

interface InstanceParts {
  config: Config;
  version: string;
  passwordMinLength: number;
  signUpMode(tx: Transaction): Promise<SignUpMode>;
}

/** Operations on the instance itself. */
export function createInstanceOperations(parts: InstanceParts): Operation[] {
  return [
    status(parts),
    getSettings(parts),
    updateSettings(parts),
    setReadOnly(parts),
    listMailbox,
    getMail,
  ];
}

function status({ config, version, passwordMinLength, signUpMode }: InstanceParts): Operation {
  return implement(contract.status, {
    async handle(_input, { tx }) {
      const needsOwner = !(await hasInstanceOwner(tx));
      return {
        version,
        needsOwner,
        needsSetupCode: needsOwner && config.isExposed,
        signUp: await signUpMode(tx),
        passwordMinLength,
        mail: mailEngine(config, await readWorkerReport(tx)),
        readOnly: await readReadOnlyMode(tx),
        features: ['register.region'],
      };
    },
  });
}

function getSettings(parts: InstanceParts): Operation {
  return implement(contract.getSettings, {
    handle: (_input, { tx }) => describeSettings(tx, parts),
  });
}

function updateSettings(parts: InstanceParts): Operation {
  return implement(contract.updateSettings, {
    async handle({ signUp }, context) {
      await context.lock(INSTANCE_CHAIN_ID);
      if (signUp === null) await deleteSetting(context.tx, 'signUp');
      else await writeSetting(context.tx, 'signUp', signUp);
      context.emit(contract.instanceSettingsChanged, INSTANCE_CHAIN_ID, { signUp });
      context.audit({ action: 'instance.settingsChanged', chain: 'instance', details: { signUp } });
      return describeSettings(context.tx, parts);
    },
  });
}

function setReadOnly(parts: InstanceParts): Operation {
  return implement(contract.setReadOnly, {
    async handle({ reason }, context) {
      // What is under way is finished before the answer says that nothing is taken any more.
      if (reason !== null) await closeWrites(context.tx);
      await context.lock(INSTANCE_CHAIN_ID);
      await writeReadOnlyMode(context.tx, reason, context.now);
      context.emit(contract.instanceReadOnlyChanged, INSTANCE_CHAIN_ID, { reason });
      context.audit({ action: 'instance.readOnlyChanged', chain: 'instance', details: { reason } });
      return describeSettings(context.tx, parts);
    },
  });
}

async function describeSettings(tx: Transaction, { config, version, signUpMode }: InstanceParts) {
  return {
    signUp: {
      value: await signUpMode(tx),
      default: config.SIGN_UP,
      isDefault: (await readSetting(tx, 'signUp')) === undefined,
    },
    publicUrl: config.PUBLIC_URL,
    isExposed: config.isExposed,
    version,
    readOnly: await readReadOnlyMode(tx),
    parts: describeInstance(config, await readWorkerReport(tx)),
  };
}

const listMailbox = implement(contract.listMailbox, {
  async handle({ cursor, limit }, { tx }) {
    const rows = await listMailboxMessages(tx, { afterId: parseCursor(cursor), limit });
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

const getMail = implement(contract.getMail, {
  async handle({ mailId }, { tx }) {
    const mail = await readMailboxMessage(tx, mailId);
    if (mail === null) throw notFound('This mail');
    return mail;
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function parseCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!UUID.test(cursor)) throw invalid({ path: 'cursor', message: 'Not a cursor of this list' });
  return cursor;
}
