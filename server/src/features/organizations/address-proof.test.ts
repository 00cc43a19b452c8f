import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBed, type Bed } from './bed.fixture.ts';
import { findInvitation } from './index.ts';
import { createLinks } from './invitation-links.ts';
import { openScene, tokenOf } from './scene.fixture.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

describe('proof of the address', () => {
  it('security S57: the link that the inviter sees proves nothing of the address, the mailed one does', async () => {
    const own = await openScene(bed);
    const { organizationId, owner, roleIds } = own;
    const email = 'victim@example.test';
    const made = await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: roleIds.guest,
      email,
    });
    const find = (token: string) => bed.database.read('all', (tx) => findInvitation(tx, token));
    expect(await find(tokenOf(made))).toEqual({
      invitationId: made.id,
      organizationId,
      email,
      provesAddress: false,
    });
    const mailed = await plantMailToken(made.id, email);
    expect(await find(mailed)).toMatchObject({ invitationId: made.id, provesAddress: true });
    expect(await find('something else')).toBeNull();
  });

  it('security S58: with a mail server, the address must be proven', async () => {
    const mailing = await openBed({ sendsMail: true });
    try {
      const own = await openScene(mailing);
      const { organizationId, owner, roleIds } = own;
      const squatter = await mailing.addPerson({ isVerified: false });
      const input = { organizationId, roleId: roleIds.guest, email: squatter.email };
      const made = await mailing.succeed(owner, 'invitations.create', input);
      const refusal = await mailing.refuse(squatter, 'invitations.accept', {
        token: tokenOf(made),
      });
      expect([refusal.code, refusal.details?.reason]).toEqual(['FORBIDDEN', 'unverified']);
      await mailing.test.query('update users set email_verified_at = now() where id = $1', [
        squatter.userId,
      ]);
      await mailing.succeed(squatter, 'invitations.accept', { token: tokenOf(made) });
    } finally {
      await mailing.close();
    }
  });
});

/** The mail is sealed, so the test puts a secret of its own in place of the mailed one. */
async function plantMailToken(invitationId: string, email: string): Promise<string> {
  const { mailLink, terms } = createLinks('https://boards.example.test', {
    email,
    invitedBy: '',
    now: new Date(),
  });
  await bed.test.query('update invitations set mail_token_hash = $2 where id = $1', [
    invitationId,
    terms.mailTokenHash,
  ]);
  return new URL(mailLink).searchParams.get('token') ?? '';
}
