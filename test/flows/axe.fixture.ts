import axe, { type Result } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { Device, TestApp } from './app.fixture.ts';

/** Something a person can look at. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<unknown>;
  /** What is to be seen in every variant. */
  shows: (page: Page) => Locator;
  /** Widths at which it exists; all by default. */
  widths?: readonly number[];
}

/** What axe found, or what does not fit. */
export interface Finding {
  screen: string;
  variant: string;
  rule: string;
  elements: string[];
}

/** A desk and a phone, in CSS pixels. */
const WIDTHS = [1_440, 390] as const;
const HEIGHT = 900;
/** WCAG 1.4.10: nothing is lost and nothing scrolls sideways at this width. */
const NARROWEST = 320;
const THEMES = ['light', 'dark'] as const;
/** What a theme can change: colours, and nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** A device whose pages carry axe; the policy that would refuse a foreign script is off there. */
export async function openAxeDevice(app: TestApp): Promise<Device> {
  const device = await app.openDevice({ bypassCSP: true });
  await device.context.addInitScript({ content: axe.source });
  return device;
}

/** Looks at a screen in both widths, and in both themes at the first; answers findings and how many variants were checked. */
export async function inspectScreen(
  page: Page,
  screen: Screen,
): Promise<{ findings: Finding[]; variants: number }> {
  const widths = screen.widths ?? WIDTHS;
  const findings: Finding[] = [];
  let variants = 0;
  await page.setViewportSize({ width: widths[0] ?? WIDTHS[0], height: HEIGHT });
  await screen.open(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    // Colours are the same at every width.
    const themes = width === widths[0] ? THEMES : [THEMES[0]];
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await screen.shows(page).waitFor();
      const variant = `${width} ${colorScheme}`;
      variants += 1;
      const look = { isFirst: width === widths[0] && colorScheme === THEMES[0], colorScheme };
      for (const { id, nodes } of await runAxe(page, look))
        findings.push({ screen: screen.name, variant, rule: id, elements: nodes });
    }
  }
  const wide = await findSidewaysScroll(page, Math.min(...widths));
  if (wide.length > 0)
    findings.push({ screen: screen.name, variant: `${NARROWEST}`, rule: 'reflow', elements: wide });
  return { findings, variants };
}

/** Frames without a running animation: an inherited colour begins to change when its parent's is done. */
const QUIET_FRAMES = 3;

/** Waits until nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const counter = await page.evaluateHandle(() => ({ quietFrames: 0 }));
  await page.waitForFunction(
    ([count, enough]) => {
      const isMoving = document.getAnimations().some(({ playState }) => playState === 'running');
      count.quietFrames = isMoving ? 0 : count.quietFrames + 1;
      return count.quietFrames >= enough;
    },
    [counter, QUIET_FRAMES] as const,
  );
}

/**
 * The first look at a screen is for everything. Those in the other theme are for colours, and none but the first is for what
 * lies closed behind a dialog or menu: the page has a screen of its own.
 */
async function runAxe(
  page: Page,
  { isFirst, colorScheme }: { isFirst: boolean; colorScheme: (typeof THEMES)[number] },
): Promise<{ id: string; nodes: string[] }[]> {
  await settle(page);
  const rules = colorScheme === THEMES[0] ? null : COLOUR_RULES;
  const violations: Result[] = await page.evaluate(
    async ({ isWhole, only }) => {
      const { axe: tool } = globalThis as unknown as { axe: typeof axe };
      const closed = isWhole ? [] : document.querySelectorAll('body > [aria-hidden="true"]');
      const { violations: found } = await tool.run(
        { exclude: [...closed] },
        {
          // The one frame runs no scripts, axe's neither.
          iframes: false,
          resultTypes: ['violations'],
          ...(only !== null && { runOnly: { type: 'rule', values: only } }),
          // Off by default: targets of 24 px (web W40).
          ...(only === null && { rules: { 'target-size': { enabled: true } } }),
        },
      );
      return found;
    },
    { isWhole: isFirst, only: rules },
  );
  return violations
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(describeNode).filter(isLasting) }))
    .filter(({ nodes }) => nodes.length > 0);
}

function describeNode({ html, failureSummary = '' }: Result['nodes'][number]): string {
  return `${html.slice(0, 200)} ${failureSummary}`;
}

/** What lies half below the tabs of a phone is scrolled from under them. */
function isLasting(description: string): boolean {
  return !description.includes('partially obscured');
}

/** What makes the page wider than the narrowest screen; screens of the desk alone are left out. */
async function findSidewaysScroll(page: Page, narrowest: number): Promise<string[]> {
  if (narrowest > NARROWEST && narrowest !== 390) return [];
  await page.setViewportSize({ width: NARROWEST, height: HEIGHT });
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 160));
  });
}
