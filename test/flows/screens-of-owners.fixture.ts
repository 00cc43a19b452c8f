import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { chooseRowMenu, rowOf, submitForm } from './screens.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { Seed } from './seed.fixture.ts';

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click();

/** A screen with one of its dialogs open. */
function withDialog(screen: Screen, open: (page: Page) => Promise<unknown>, name: string | RegExp) {
  return after(screen, String(name), open, (page) => page.getByRole('dialog', { name }));
}

/** What the owner of an instance sees of an organization. */
export function listOrganizationScreens({ organizationId, emptyId }: Seed): Screen[] {
  const base = `/o/${organizationId}`;
  const members = pageAt(`${base}/members`, 'Members');
  const invitations = pageAt(`${base}/invitations`, 'Invitations');
  const roles = pageAt(`${base}/roles`, 'Roles');
  const keys = pageAt(`${base}/api-keys`, 'API keys');
  const audit = pageAt(`${base}/audit`, 'Audit log');
  const settings = pageAt(`${base}/settings`, 'Organization settings');
  const invite = withDialog(invitations, press('Invite'), 'Invite people');
  const removal = (page: Page) => chooseRowMenu(rowOf(page, 'Suspended'), 'Remove');
  return [
    pageAt(base, 'Hello, Ada'),
    members,
    after(
      members,
      'nobody found',
      (page) => page.getByLabel('Search by name or address').fill('xyzzy'),
      (page) => page.getByText('Nobody is called that'),
    ),
    after(members, 'menu', press(/^Actions for /), (page) => page.getByRole('menu')),
    withDialog(members, removal, /^Remove /),
    invitations,
    invite,
    after(
      invite,
      'by link',
      (page) => page.getByText('By link').click(),
      (page) => page.getByRole('button', { name: 'Create link' }),
    ),
    after(
      invitations,
      'renewed',
      (page) => chooseRowMenu(rowOf(page, 'Anyone with the link'), 'Make a new link'),
      (page) => page.getByText('The old link no longer works.'),
    ),
    withDialog(
      invitations,
      (page) => chooseRowMenu(rowOf(page, 'Anyone with the link'), 'Take back'),
      'Take this invitation back?',
    ),
    emptyPageAt(`/o/${emptyId}/invitations`, 'Nobody is waiting'),
    roles,
    after(
      roles,
      'opened',
      (page) => page.locator('summary').first().click(),
      (page) => page.locator('details[open]').first(),
    ),
    withDialog(roles, press('New role'), 'New role'),
    keys,
    withDialog(keys, press('New key'), 'New API key'),
    withDialog(keys, press(/^Revoke /), /^Revoke /),
    emptyPageAt(`/o/${emptyId}/api-keys`, 'No keys yet'),
    audit,
    withDialog(audit, press('Created an API key'), 'Created an API key'),
    emptyPageAt(`${base}/audit?from=2099-01-01`, 'Nothing recorded here'),
    settings,
    withDialog(settings, press('Leave organization'), /^Leave /),
    withDialog(settings, press('Hand over ownership'), /^Hand over /),
    withDialog(settings, press('Delete organization'), /^Delete /),
    pageAt('/o/00000000-0000-4000-8000-000000000000', 'This organization is not open to you'),
  ];
}

/** What the owner of an instance sees of themselves and of the instance. */
export function listOwnScreens({ owner, organizationId, invitationToken }: Seed): Screen[] {
  const home = pageAt(`/o/${organizationId}`, 'Hello, Ada');
  const profile = pageAt('/settings/profile', 'Profile');
  const security = pageAt('/settings/security', 'Security');
  const mailbox = emptyPageAt('/dev/mailbox', 'Choose a message');
  const password = withDialog(security, press('Turn on'), 'Turn on two-step sign-in');
  const message = after(
    { ...mailbox, shows: (page) => page.getByRole('list', { name: 'Messages' }) },
    'message',
    (page) => page.getByRole('list', { name: 'Messages' }).getByRole('link').first().click(),
    (page) => page.locator('iframe'),
  );
  return [
    profile,
    withDialog(profile, press('Change address'), 'Change your address'),
    security,
    withDialog(security, press('Change password'), 'Change password'),
    password,
    after(
      password,
      'key',
      (page) => submitForm(page, { 'Current password': owner.password }, 'Continue'),
      (page) => page.getByRole('img', { name: /^QR code/ }),
    ),
    pageAt('/organizations/new', 'New organization'),
    pageAt('/instance/settings', 'Instance settings'),
    after(pageAt('/instance/settings', 'Instance settings'), 'tested', press('Test Mail'), (page) =>
      page.getByText(/^A test message to /),
    ),
    { ...mailbox, widths: [1_440] },
    { ...mailbox, widths: [390], shows: (page) => page.getByRole('list', { name: 'Messages' }) },
    message,
    after(
      message,
      'plain text',
      (page) => page.getByText('Plain text').click(),
      (page) => page.locator('article pre'),
    ),
    pageAt(`/invitations/accept?token=${invitationToken}`, 'This invitation is for someone else'),
    withDialog(home, (page) => page.keyboard.press('Control+k'), 'Command palette'),
    withDialog(home, (page) => page.keyboard.press('?'), 'Keyboard shortcuts'),
    {
      ...after(home, 'own menu', press(/^Account menu of /), (page) => page.getByRole('menu')),
      widths: [1_440],
    },
    {
      ...after(home, 'switcher', press(/^Switch organization/), (page) => page.getByRole('menu')),
      widths: [1_440],
    },
    {
      ...after(home, 'narrow sidebar', press('Narrow the sidebar'), (page) =>
        page.getByRole('button', { name: 'Widen the sidebar' }),
      ),
      widths: [1_440],
    },
    { ...withDialog(home, press('Open menu'), 'Main'), widths: [390] },
    after(
      profile,
      'saved',
      (page) =>
        submitForm(
          page.getByRole('form', { name: 'You' }),
          { 'Full name': 'Ada King' },
          'Save changes',
        ),
      (page) => page.locator('[data-toaster]').getByText('Changes saved'),
    ),
  ];
}

/** What the second step looks like once it is on. */
export function listSecondStepScreens(): Screen[] {
  const security = pageAt('/settings/security', 'Security');
  return [
    security,
    withDialog(security, press('New recovery codes'), 'Make new recovery codes'),
    withDialog(security, press('Turn off'), 'Turn off two-step sign-in'),
  ];
}
