import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBed, type Bed } from './bed.fixture.ts';
import { join, openScene } from './scene.fixture.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

describe('security S26: what is remembered of an organization that will be deleted', () => {
  it('is void at once when the deletion is asked for, and again when it is called off', async () => {
    const scene = await openScene(bed, 'Acme');
    const { organizationId, owner } = scene;
    const member = await join(bed, scene, 'member');
    // Remembered from here on.
    await bed.succeed(member, 'organizations.get', { organizationId });
    let announcements = 0;
    bed.epochs.onChange(({ subjectId }) => {
      if (subjectId === organizationId) announcements += 1;
    });
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Acme' });
    expect((await bed.refuse(member, 'organizations.get', { organizationId })).code).toBe(
      'NOT_FOUND',
    );
    // By its own commit and from the database: whatever is remembered now, only the restoring voids.
    await vi.waitFor(() => expect(announcements).toBeGreaterThanOrEqual(2), { timeout: 15_000 });
    await bed.refuse(member, 'organizations.get', { organizationId });
    await bed.succeed(owner, 'organizations.restore', { organizationId });
    await bed.succeed(member, 'organizations.get', { organizationId });
  });

  it('ends on the day of the deletion, though nothing announces the day', async () => {
    const scene = await openScene(bed, 'Acme');
    const { organizationId, owner } = scene;
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Acme' });
    await bed.test.query(
      `update organizations set deletion_scheduled_for = now() + interval '3 seconds' where id = $1`,
      [organizationId],
    );
    await bed.succeed(owner, 'organizations.get', { organizationId });
    await vi.waitFor(
      async () => {
        const outcome = await bed.call(owner, 'organizations.get', { organizationId });
        expect(outcome).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
        // The purge, which announces the end, has not been: the rows are all there.
        const rows = await bed.test.query('select 1 from memberships where organization_id = $1', [
          organizationId,
        ]);
        expect(rows).toHaveLength(1);
      },
      { timeout: 15_000, interval: 50 },
    );
    expect((await bed.refuse(owner, 'members.list', { organizationId })).code).toBe('NOT_FOUND');
  });
});
