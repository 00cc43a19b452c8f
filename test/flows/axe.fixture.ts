import axe, { type Result, type RunOptions } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { isNightly } from '../harness/tier.ts';
import type { Device, TestApp } from './app.fixture.ts';

/** Something a person can look at. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<unknown>;
  /** What is to be seen in every variant. */
  shows: (page: Page) => Locator;
  /** Whether it has a path of its own; others follow from what was on the page. */
  isPage?: true;
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
/** What a theme can change: colours, and nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'] as const;
type Rules = 'all' | 'colours' | 'shapes';

/** A device whose pages carry axe; the policy that would refuse a foreign script is off there. */
export async function openAxeDevice(app: TestApp): Promise<Device> {
  const device = await app.openDevice({ bypassCSP: true });
  await device.context.addInitScript({ content: axe.source });
  return device;
}

interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
  rules: Rules;
}

/** Looks at a screen in its widths and themes; answers findings and how many variants were checked. */
export async function inspectScreen(
  page: Page,
  screen: Screen,
): Promise<{ findings: Finding[]; variants: number }> {
  const widths = screen.widths ?? WIDTHS;
  const looks = listLooks(widths);
  const findings: Finding[] = [];
  await page.setViewportSize({ width: widths[0] ?? WIDTHS[0], height: HEIGHT });
  await screen.open(page);
  for (const [index, { width, colorScheme, rules }] of looks.entries()) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme });
    await screen.shows(page).waitFor();
    const variant = `${width} ${colorScheme}`;
    for (const { id, nodes } of await runAxe(page, { isFirst: index === 0, rules }))
      findings.push({ screen: screen.name, variant, rule: id, elements: nodes });
  }
  const wide = await findSidewaysScroll(page, Math.min(...widths));
  if (wide.length > 0)
    findings.push({ screen: screen.name, variant: `${NARROWEST}`, rule: 'reflow', elements: wide });
  return { findings, variants: looks.length };
}

/**
 * Everything at the first width, the colours of the other theme there, and all but colours, which hardly depend on the
 * width, at the others; at night the colours of everything.
 */
function listLooks(widths: readonly number[]): Look[] {
  return widths.flatMap((width, index) => {
    const isWhole = index === 0 || isNightly;
    const light: Look = { width, colorScheme: 'light', rules: isWhole ? 'all' : 'shapes' };
    return isWhole ? [light, { width, colorScheme: 'dark', rules: 'colours' }] : [light];
  });
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

/** The first look at a screen is for what lies closed behind a dialog or menu too: the page has a screen of its own. */
async function runAxe(
  page: Page,
  { isFirst, rules }: { isFirst: boolean; rules: Rules },
): Promise<{ id: string; nodes: string[] }[]> {
  await settle(page);
  const violations: Result[] = await page.evaluate(
    async ({ isWhole, options }) => {
      const { axe: tool } = globalThis as unknown as { axe: typeof axe };
      const closed = isWhole ? [] : document.querySelectorAll('body > [aria-hidden="true"]');
      const { violations: found } = await tool.run({ exclude: [...closed] }, options);
      return found;
    },
    { isWhole: isFirst, options: optionsOf(rules) },
  );
  return violations
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(describeNode).filter(isLasting) }))
    .filter(({ nodes }) => nodes.length > 0);
}

function optionsOf(rules: Rules): RunOptions {
  // The one frame runs no scripts, axe's neither.
  const options: RunOptions = { iframes: false, resultTypes: ['violations'] };
  if (rules === 'colours')
    return { ...options, runOnly: { type: 'rule', values: [...COLOUR_RULES] } };
  const without = rules === 'all' ? [] : COLOUR_RULES.map((id) => [id, { enabled: false }]);
  // Off by default: targets of 24 px (web W40).
  return {
    ...options,
    rules: { 'target-size': { enabled: true }, ...Object.fromEntries(without) },
  };
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
