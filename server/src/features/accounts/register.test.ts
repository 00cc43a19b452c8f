import { afterEach, describe, expect, it } from 'vitest';
import { ANONYMOUS, openAccounts, PASSWORD, tokenOf, type Accounts } from './accounts.fixture.ts';
import { ensureSetupCode } from './index.ts';

let opened: Accounts;
afterEach(() => opened.close());

const open = async (...setting: Parameters<typeof openAccounts>) =>
  (opened = await openAccounts(...setting));
const inputOf = (email: string) => ({ email, name: 'Test Person', password: PASSWORD });

describe('security S3: first account of a local instance', () => {
  it('owns the instance, is signed in at once and gets a verification mail', async () => {
    const accounts = await open();
    const answer = await accounts.succeed('authentication.register', inputOf('first@example.test'));
    expect(answer).toMatchObject({
      status: 'signedIn',
      account: { isInstanceOwner: true, emailVerified: false },
    });
    const [mail] = await accounts.mails();
    expect(mail).toMatchObject({ template: 'verifyEmail', to: 'first@example.test' });
    expect(mail?.params['link']).toMatch(/^https:\/\/boards\.example\.test\/verify-email\?token=/);
    const second = await accounts.register('second@example.test');
    expect(await accounts.succeed('accounts.get', {}, second)).toMatchObject({
      isInstanceOwner: false,
    });
  });

  it('web W42: reads the language and time zone of its browser', async () => {
    const accounts = await open();
    const region = { locale: 'fr-CH', timeZone: 'Europe/Zurich' };
    const answer = await accounts.succeed('authentication.register', {
      ...inputOf('first@example.test'),
      ...region,
    });
    expect(answer).toMatchObject({ status: 'signedIn', account: region });
    const second = await accounts.register('second@example.test');
    expect(await accounts.succeed('accounts.get', {}, second)).toMatchObject({
      locale: 'en',
      timeZone: 'UTC',
    });
  });

  it('is one of 50 that register at the same time', async () => {
    const accounts = await open();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        accounts.succeed('authentication.register', inputOf(`p${index}@example.test`)),
      ),
    );
    expect(
      answers.filter((one) => one.status === 'signedIn' && one.account.isInstanceOwner),
    ).toHaveLength(1);
  });

  it('an address is registered once, however often at the same time, and taken ones are told', async () => {
    const accounts = await open();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        accounts.call('authentication.register', inputOf('ada@example.test'), ANONYMOUS),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const refusal = await accounts.refuse('authentication.register', inputOf('Ada@Example.test'));
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { reason: 'email_taken' } });
  });

  it('needs no set-up code, so none is printed', async () => {
    expect(await ensureSetupCode(await open())).toBeNull();
  });
});

describe('security S3: first account of an exposed instance', () => {
  it('must give the set-up code of this start, as it is typed by people', async () => {
    const accounts = await open({ isExposed: true, signUp: 'invitation' });
    const code = (await ensureSetupCode(accounts)) ?? '';
    const none = await accounts.refuse('authentication.register', inputOf('a@example.test'));
    expect(none).toMatchObject({ code: 'FORBIDDEN', details: { reason: 'setup_code' } });
    const wrong = { ...inputOf('a@example.test'), setupCode: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA' };
    expect((await accounts.refuse('authentication.register', wrong)).code).toBe('FORBIDDEN');
    const typed = {
      ...inputOf('a@example.test'),
      setupCode: ` ${code.toLowerCase().replaceAll('-', ' ')} `,
    };
    const answer = await accounts.succeed('authentication.register', typed);
    expect(answer).toMatchObject({ status: 'signedIn', account: { isInstanceOwner: true } });
    expect(await ensureSetupCode(accounts)).toBeNull();
  });

  it('stores no code in clear', async () => {
    const accounts = await open({ isExposed: true });
    const code = (await ensureSetupCode(accounts)) ?? '';
    const [row] = await accounts.test.query<{ text: string }>(
      `select string_agg(value::text, ' ') as text from instance_settings`,
    );
    expect(row?.text).not.toContain(code);
    expect(row?.text).not.toContain(code.replaceAll('-', ''));
  });

  it('keeps the codes of several nodes, each for 24 hours', async () => {
    const accounts = await open({ isExposed: true, signUp: 'invitation' });
    const codes = [await ensureSetupCode(accounts), await ensureSetupCode(accounts)];
    await accounts.test.query(
      `update instance_settings set value = jsonb_set(value, '{1,expiresAt}', to_jsonb(now() - interval '1 second'))
       where key = 'setupCodes'`,
    );
    const registerWith = (setupCode: string) =>
      accounts.call(
        'authentication.register',
        { ...inputOf('a@example.test'), setupCode },
        ANONYMOUS,
      );
    expect((await registerWith(codes[0] ?? '')).ok).toBe(false);
    expect((await registerWith(codes[1] ?? '')).ok).toBe(true);
  });

  it('security S27: of 50 parallel uses of the code one wins', async () => {
    const accounts = await open({ isExposed: true, signUp: 'invitation' });
    const setupCode = (await ensureSetupCode(accounts)) ?? '';
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        accounts.call(
          'authentication.register',
          { ...inputOf(`p${index}@example.test`), setupCode },
          ANONYMOUS,
        ),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const users = await accounts.test.query('select is_instance_owner from users');
    expect(users).toEqual([{ is_instance_owner: true }]);
  });
});

describe('security S28: open sign-up of an exposed instance', () => {
  const openWithOwner = async () => {
    const accounts = await open({ isExposed: true, signUp: 'open' });
    const setupCode = (await ensureSetupCode(accounts)) ?? '';
    await accounts.succeed('authentication.register', {
      ...inputOf('owner@example.test'),
      setupCode,
    });
    return accounts;
  };

  it('answers a taken address like a free one, and tells its owner by mail', async () => {
    const accounts = await openWithOwner();
    const free = await accounts.succeed('authentication.register', inputOf('new@example.test'));
    const taken = await accounts.succeed('authentication.register', {
      ...inputOf('owner@example.test'),
      password: 'quilted marble 7 harbor',
    });
    expect(free).toEqual({ status: 'verificationRequired', email: 'new@example.test' });
    expect(taken).toEqual({ status: 'verificationRequired', email: 'owner@example.test' });
    expect((await accounts.mails()).map(({ template, to }) => [template, to])).toEqual([
      ['verifyEmail', 'owner@example.test'],
      ['verifyEmail', 'new@example.test'],
      ['accountExists', 'owner@example.test'],
    ]);
    await accounts.signIn('owner@example.test', PASSWORD);
  });

  it('lets an unverified account in after its address is verified, and mails again at most every 5 minutes', async () => {
    const accounts = await openWithOwner();
    await accounts.succeed('authentication.register', inputOf('new@example.test'));
    const mailsToNew = async () =>
      (await accounts.mails()).filter(({ to }) => to === 'new@example.test');
    const logIn = () =>
      accounts.succeed('authentication.logIn', { email: 'new@example.test', password: PASSWORD });
    expect(await logIn()).toEqual({ status: 'verificationRequired', email: 'new@example.test' });
    expect(await mailsToNew()).toHaveLength(1);
    await accounts.test.query(
      `update one_time_tokens set created_at = created_at - interval '301 seconds'`,
    );
    await logIn();
    await logIn();
    const mails = await mailsToNew();
    expect(mails).toHaveLength(2);
    await accounts.succeed('authentication.verifyEmail', {
      token: tokenOf(mails[1]),
      password: PASSWORD,
    });
    expect(await logIn()).toMatchObject({ status: 'signedIn', account: { emailVerified: true } });
    expect(await accounts.test.query('select 1 from sessions')).toHaveLength(2);
  });
});

describe('SPEC A4: sign-up by invitation', () => {
  const invite = async (accounts: Accounts, email?: string) => {
    const owner = await accounts.register('owner@example.test');
    const { id: organizationId } = await accounts.succeed(
      'organizations.create',
      { name: 'Kestrel Works' },
      owner,
    );
    const roles = await accounts.succeed('roles.list', { organizationId }, owner);
    const roleId = roles.find(({ key }) => key === 'member')?.id ?? '';
    const input = { organizationId, roleId, ...(email === undefined ? {} : { email }) };
    const { link } = await accounts.succeed('invitations.create', input, owner);
    accounts.setting.signUp = 'invitation';
    return { link: new URL(link).searchParams.get('token') ?? '', owner };
  };

  it('refuses everybody without one', async () => {
    const accounts = await open();
    await invite(accounts);
    const refusal = await accounts.refuse('authentication.register', inputOf('new@example.test'));
    expect(refusal).toMatchObject({
      code: 'FORBIDDEN',
      details: { reason: 'sign_up_by_invitation' },
    });
    const unknown = { ...inputOf('new@example.test'), invitationToken: 'unknown' };
    expect(await accounts.refuse('authentication.register', unknown)).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('security S58: takes the invited address alone', async () => {
    const accounts = await open();
    const { link } = await invite(accounts, 'ada@example.test');
    const refusal = await accounts.refuse('authentication.register', {
      ...inputOf('eve@example.test'),
      invitationToken: link,
    });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN', details: { reason: 'invitation_email' } });
    const answer = await accounts.succeed('authentication.register', {
      ...inputOf('ada@example.test'),
      invitationToken: link,
    });
    expect(answer).toMatchObject({ status: 'signedIn', account: { emailVerified: false } });
  });

  it('the link of the mail proves the address, the one shown to the inviter does not', async () => {
    const accounts = await open();
    await invite(accounts, 'ada@example.test');
    const mail = (await accounts.mails()).find(({ template }) => template === 'invitation');
    const input = { ...inputOf('ada@example.test'), invitationToken: tokenOf(mail) };
    expect(await accounts.succeed('authentication.register', input)).toMatchObject({
      account: { emailVerified: true },
    });
  });

  it('security S27: of 50 parallel accounts by one link, one is made', async () => {
    const accounts = await open();
    const { link } = await invite(accounts);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        accounts.call(
          'authentication.register',
          { ...inputOf(`p${index}@example.test`), invitationToken: link },
          ANONYMOUS,
        ),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('refuses the name of the inviting organization as a password', async () => {
    const accounts = await open();
    const { link } = await invite(accounts);
    const input = {
      ...inputOf('ada@example.test'),
      password: 'Kestrel Works 2031',
      invitationToken: link,
    };
    const refusal = await accounts.refuse('authentication.register', input);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'password' }] },
    });
  });
});
