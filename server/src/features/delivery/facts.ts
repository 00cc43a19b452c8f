import type { Access } from '../../platform/access.ts';
import { authorize } from '../../platform/authorize.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { SealError, type Sealer } from '../../platform/sealing.ts';
import { addressOf, hashAddress, openAddress } from './addresses.ts';
import { USUAL_DIGEST_TIME, type DigestTime } from './domain/digest-time.ts';
import type { Preference } from './domain/preference.ts';
import type { QuietHours } from './domain/quiet-hours.ts';
import type { Channel } from './domain/states.ts';
import {
  loadDevices,
  loadMailChoices,
  loadPeople,
  loadPreferences,
  loadSuppressions,
  type DeviceRow,
  type PersonRow,
  type SuppressionRow,
} from './store/facts.ts';

/** What facts are read with. */
export interface FactsParts {
  access: Pick<Access, 'loadGrants' | 'loadBoard'>;
  sealer: Sealer;
  /** Channels on which a person decides whatever is in doubt. */
  atMostOnce?: readonly Channel[];
}

/** A place that a channel reaches somebody at. */
export interface Endpoint {
  hash: string;
  /** The address as it is, or as it was sealed by whoever gave it. */
  address: { plain: string } | { sealed: string };
}

/** An account with its choices. */
export interface Person {
  userId: string;
  locale: string;
  timeZone: string;
  preferences: readonly Preference[];
  quietHours: QuietHours | null;
  digestTime: DigestTime;
  /** Nobody proved yet that the mail address is theirs. */
  isVerified: boolean;
  email: Endpoint;
  devices: readonly DeviceRow[];
}

/** Everything that decides about a part of the recipients of an organization, as of one transaction. */
export interface Facts {
  person(userId: string): Person | null;
  /** Whether they may see the organization, and the board when one is named. */
  canSee(userId: string, boardId: string | undefined): boolean;
  /** Why nothing more is sent to an address, or null. */
  suppressedFor(channel: Channel, hash: string): string | null;
  /** What the member whose mail address it is chose about mails; nothing for the address of nobody. */
  choicesAt(hash: string): readonly Preference[];
}

/** A mail address that the sender named itself. */
interface NamedMail {
  hash: string;
  sealed: string;
}

/** Whom and what the facts are about. */
export interface Question {
  organizationId: string | null;
  userIds: readonly string[];
  boardIds: readonly string[];
  /** Of addresses that are of no account. */
  hashes: readonly string[];
  /** Those of them that are of mails; absent: none. */
  mails?: readonly NamedMail[];
}

/** Loads the facts in a few statements, however many people there are. */
export async function loadFacts(
  tx: Transaction,
  parts: FactsParts,
  { organizationId, userIds, boardIds, hashes, mails = [] }: Question,
): Promise<Facts> {
  // Of nobody nothing is asked: most of what programs send goes to bare addresses.
  const isOfPeople = userIds.length > 0;
  const [people, preferences, devices, canSee, choicesAt, named] = await Promise.all([
    isOfPeople ? loadPeople(tx, userIds) : [],
    isOfPeople && organizationId !== null ? loadPreferences(tx, organizationId, userIds) : [],
    isOfPeople ? loadDevices(tx, userIds) : [],
    loadSight(tx, parts.access, { organizationId, userIds, boardIds }),
    loadChoicesAt(tx, parts.sealer, { organizationId, mails }),
    suppressionsOf(tx, organizationId, new Set(hashes)),
  ]);
  const devicesOf = groupByPerson(devices);
  const preferencesOf = groupByPerson(preferences);
  const known = new Map(
    people.map((row) => [
      row.userId,
      toPerson(parts.sealer, row, {
        preferences: preferencesOf.get(row.userId) ?? [],
        devices: devicesOf.get(row.userId) ?? [],
      }),
    ]),
  );
  const all = [...known.values()].map(({ email }) => email.hash);
  const found = new Set([...all, ...devices.map(({ hash }) => hash)]);
  for (const hash of hashes) found.delete(hash);
  const suppressed = new Map(
    [...named, ...(await suppressionsOf(tx, organizationId, found))].map(
      ({ channel, hash, reason }) => [`${channel} ${hash}`, reason],
    ),
  );
  return {
    person: (userId) => known.get(userId) ?? null,
    canSee,
    suppressedFor: (channel, hash) => suppressed.get(`${channel} ${hash}`) ?? null,
    choicesAt,
  };
}

function suppressionsOf(
  tx: Transaction,
  organizationId: string | null,
  hashes: ReadonlySet<string>,
): Promise<SuppressionRow[]> {
  return hashes.size === 0
    ? Promise.resolve([])
    : loadSuppressions(tx, organizationId, [...hashes]);
}

/** Hashes tell addresses apart and no more: those of members are found by what they stand for. */
async function loadChoicesAt(
  tx: Transaction,
  sealer: Sealer,
  { organizationId, mails }: { organizationId: string | null; mails: readonly NamedMail[] },
): Promise<Facts['choicesAt']> {
  if (organizationId === null || mails.length === 0) return () => [];
  const emails = new Map(mails.map(({ hash, sealed }) => [hash, readMail(sealer, sealed)]));
  const known = [...new Set(emails.values())].filter((email) => email !== null);
  const choices = groupBy(await loadMailChoices(tx, organizationId, known), ({ email }) => email);
  return (hash) => choices.get(emails.get(hash) ?? '') ?? [];
}

/** One that cannot be opened is told of when it is to be sent; it must not hold up the others here. */
function readMail(sealer: Sealer, sealed: string): string | null {
  try {
    return openAddress(sealer, 'email', sealed);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function groupByPerson<Row extends { userId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, ({ userId }) => userId);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** Who may see what, by the rows of this transaction. Messages of the instance are about nothing that could be hidden. */
async function loadSight(
  tx: Transaction,
  access: FactsParts['access'],
  { organizationId, userIds, boardIds }: Omit<Question, 'hashes' | 'mails'>,
): Promise<Facts['canSee']> {
  if (organizationId === null) return () => true;
  if (userIds.length === 0) return () => false;
  const [grants, ...loaded] = await Promise.all([
    access.loadGrants(tx, userIds, organizationId),
    ...boardIds.map((boardId) => access.loadBoard(tx, boardId, userIds)),
  ]);
  const boards = new Map(boardIds.map((boardId, index) => [boardId, loaded[index]]));
  return (userId, boardId) => {
    const grant = grants.get(userId) ?? null;
    const actor = { kind: 'user', userId, sessionId: '' } as const;
    if (boardId === undefined) return authorize(actor, 'organization:read', grant) === 'allowed';
    const board = boards.get(boardId)?.(userId) ?? null;
    return board !== null && authorize(actor, 'board:read', grant, board) === 'allowed';
  };
}

function toPerson(
  sealer: Sealer,
  row: PersonRow,
  own: { preferences: readonly Preference[]; devices: readonly DeviceRow[] },
): Person {
  const address = addressOf('email', row.email);
  return {
    userId: row.userId,
    locale: row.locale,
    timeZone: row.quietZone ?? row.timeZone,
    quietHours: toQuietHours(row),
    digestTime: toDigestTime(row),
    isVerified: row.isVerified,
    email: {
      hash: hashAddress(sealer, 'email', address).toString('hex'),
      address: { plain: address },
    },
    ...own,
  };
}

/** When somebody wants their digests. */
export function toDigestTime({ digestHour, digestDays }: PersonRow): DigestTime {
  if (digestHour === null || digestDays === null) return USUAL_DIGEST_TIME;
  return { hour: digestHour, days: digestDays };
}

/** When somebody wants to hear nothing; null where they chose no such time. */
export function toQuietHours({
  quietZone,
  quietWindows,
  overrideUntil,
}: PersonRow): QuietHours | null {
  if (quietZone === null || quietWindows === null) return null;
  return {
    timeZone: quietZone,
    windows: quietWindows,
    ...(overrideUntil !== null && { overrideUntil: new Date(overrideUntil) }),
  };
}
