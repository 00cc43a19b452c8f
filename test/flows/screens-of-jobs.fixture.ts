import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import type { JobScene } from './jobs-scene.fixture.ts';
import { chooseRowMenu, rowOf } from './screens.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first().click();

/** The pages about background jobs, and that of the cache. */
export function listJobScreens({ deadId }: JobScene): Screen[] {
  const base = '/instance/jobs';
  const queues = { ...pageAt(base, 'Job queues'), shows: (page: Page) => page.getByRole('table') };
  const jobs = {
    ...pageAt(`${base}/all?state=dead`, 'Jobs'),
    shows: (page: Page) => page.getByRole('table'),
  };
  const schedules = {
    ...pageAt(`${base}/schedules`, 'Schedules'),
    shows: (page: Page) => page.getByRole('table'),
  };
  const cache = {
    ...pageAt('/instance/cache', 'Cache'),
    shows: (page: Page) => page.getByRole('table', { name: 'By class' }),
  };
  return [
    queues,
    after(queues, 'clean', press('Clean up Clean-ups'), dialog),
    jobs,
    after(jobs, 'discard', press('Discard all'), dialog),
    after(
      jobs,
      'menu',
      (page) =>
        rowOf(page, 'imports.run')
          .getByRole('button', { name: /^Actions for / })
          .click(),
      (page) => page.getByRole('menu'),
    ),
    after(jobs, 'remove', (page) => chooseRowMenu(rowOf(page, 'imports.run'), 'Remove'), dialog),
    {
      ...pageAt(`${base}/all?job=${deadId}`, ''),
      shows: (page: Page) => page.getByRole('list', { name: 'Starts' }),
    },
    schedules,
    after(schedules, 'change', press(/^Change times/), dialog),
    emptyPageAt(`${base}/all?queue=ai`, 'No job is like that'),
    cache,
    after(cache, 'void', press('Void Lists of boards'), dialog),
  ];
}
