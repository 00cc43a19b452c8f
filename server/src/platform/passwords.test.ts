import { hash as hashArgon2 } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { createPasswords } from './passwords.ts';
import { Refusal } from './refusal.ts';

const PASSWORD = 'trombone hedge 14 kayak';

describe('security S5: hashing', () => {
  const passwords = createPasswords({ maxConcurrent: 2, maxWaiting: 20 });

  it('is Argon2id with 19 MiB, two passes and one lane, salted', async () => {
    const hashes = await Promise.all([passwords.hash(PASSWORD), passwords.hash(PASSWORD)]);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('knows the right password, in any composition of its characters, and no other', async () => {
    const hash = await passwords.hash('café ﬁve ladders');
    expect(await passwords.verify(hash, 'cafe\u0301 five ladders')).toBe(true);
    expect(await passwords.verify(hash, 'cafe five ladders')).toBe(false);
    expect(await passwords.verify(null, PASSWORD)).toBe(false);
  });

  it('tells hashes of other parameters', async () => {
    expect(passwords.needsRehash(await passwords.hash(PASSWORD))).toBe(false);
    for (const other of [
      { memoryCost: 8_192 },
      { timeCost: 3 },
      { parallelism: 2 },
      { algorithm: 1 },
    ]) {
      const base = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
      expect(passwords.needsRehash(await hashArgon2(PASSWORD, { ...base, ...other }))).toBe(true);
    }
  });

  it('does the same work for an unknown account', async () => {
    const hash = await passwords.hash(PASSWORD);
    const cpuOf = async (given: string | null) => {
      const before = process.cpuUsage();
      for (let count = 0; count < 10; count += 1) await passwords.verify(given, PASSWORD);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await cpuOf(hash);
    const [known, unknown] = [await cpuOf(hash), await cpuOf(null)];
    // A shortcut would cost next to nothing.
    expect(unknown).toBeGreaterThan(known / 4);
  });
});

describe('security S5: few at a time', () => {
  it('refuses whoever would be the 21st to wait, and serves all others', async () => {
    const passwords = createPasswords({ maxConcurrent: 2, maxWaiting: 20 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => passwords.hash(PASSWORD)),
    );
    const refused = outcomes
      .filter((one) => one.status === 'rejected')
      .map(({ reason }: { reason: unknown }) => reason);
    expect(refused).toHaveLength(8);
    for (const refusal of refused) {
      expect(refusal).toBeInstanceOf(Refusal);
      expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterS: 1 });
    }
    expect(await passwords.verify(await passwords.hash(PASSWORD), PASSWORD)).toBe(true);
  });

  it('runs no more than two at once, in the order of arrival', async () => {
    const passwords = createPasswords({ maxConcurrent: 1, maxWaiting: 20 });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        await passwords.hash(PASSWORD);
        order.push(index);
      }),
    );
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('passes a place on after a failure', async () => {
    const passwords = createPasswords({ maxConcurrent: 1, maxWaiting: 0 });
    await expect(passwords.verify('not a hash', PASSWORD)).rejects.toThrow();
    expect(await passwords.verify(await passwords.hash(PASSWORD), PASSWORD)).toBe(true);
  });
});
