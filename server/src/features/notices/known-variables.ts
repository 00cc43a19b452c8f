import type { NoticeChannel } from '@boardwire/contract/notices';
import { describe } from './describe.ts';
import type { Described } from './described.ts';
import { variablesOf } from './domain/template-source.ts';
import { breakLinks } from './fill.ts';
import { noticeSamples } from './samples.ts';
import { createScene, type Scene } from './scene.ts';

/** Types of notice whose words an organization can replace. */
export const replaceableTypes = Object.keys(noticeSamples) as (keyof typeof noticeSamples)[];

/** Whether the product has words of its own for this, which an organization can replace. */
export function isReplaceable(key: string): key is keyof typeof noticeSamples {
  return Object.hasOwn(noticeSamples, key);
}

/** A text with the values that it was written with. */
export interface Sampled {
  sample: Readonly<Record<string, unknown>>;
}

/** What a template in the place of a notice is filled with. */
function valuesOf({ names, values, link }: Described): Record<string, string> {
  return { ...names, ...values, link };
}

/** The same for a channel: telephones make links of everything that looks like one, also of names (security S37). */
export function fillingOf(channel: NoticeChannel, described: Described): Record<string, string> {
  if (channel !== 'sms') return valuesOf(described);
  const names: Record<string, string> = {};
  for (const [name, text] of Object.entries(described.names)) names[name] = breakLinks(text);
  return valuesOf({ ...described, names });
}

/**
 * The example values of a template: those of its text, or of the notice that it replaces, whose texts may give others for
 * the same names.
 */
export function sampleOf(
  key: string,
  texts: readonly Sampled[],
  scene: Scene,
): Record<string, unknown> {
  const own = Object.assign({}, ...texts.map(({ sample }) => sample)) as Record<string, unknown>;
  if (!isReplaceable(key)) return own;
  const usual = valuesOf(describe(key, noticeSamples[key] as never, scene));
  const known = Object.entries(own).filter(
    ([name, value]) => Object.hasOwn(usual, name) && typeof value === 'string',
  );
  return { ...usual, ...Object.fromEntries(known) };
}

/** What a text of a template may show. */
export function knownVariables(key: string, texts: readonly Sampled[]): Set<string> {
  return variablesOf(sampleOf(key, texts, sampleScene('en')));
}

/** Where nothing real is told of. */
export function sampleScene(locale: string, organizationName = ''): Scene {
  const publicUrl = 'https://boards.example.com';
  return createScene(locale, { publicUrl, organizationId: null, organizationName });
}
