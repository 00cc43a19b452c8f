import {
  noticeLimits,
  type NoticeDeed,
  type NoticeDeeds,
  type NoticeExcerpt,
  type NoticeType,
  type NoticeValues,
} from '@boardwire/contract/notices';
import { fillText } from '../../platform/mail/line.ts';
import type { Described } from './described.ts';
import { describeDue } from './describe-due.ts';
import type { Scene } from './scene.ts';
import type { NoticeText, Words } from './words/words.ts';

type Describe = {
  [Type in Exclude<NoticeType, 'digest'>]: (values: NoticeValues[Type], scene: Scene) => Described;
};

/** The notice without lists, which most are. */
const NOTHING_MORE = {
  names: {},
  values: {},
  facts: [],
  quotes: [],
  entries: [],
  rest: 0,
  body: [],
} as const;

const describers: Describe = {
  assigned: (values, scene) => describeDeeds(values, scene, ['assigned', 'assignedMany']),
  mentioned: (values, scene) => ({
    ...describeDeed(values, scene, 'mentioned'),
    ...quotesOf(values.excerpts, values.count, scene),
  }),
  commented: (values, scene) => ({
    ...describeDeed(values, scene, 'commented'),
    ...quotesOf(values.excerpts, values.count, scene),
  }),
  statusChanged: (values, scene) => ({
    ...describeStatus(values, scene),
    facts: values.changes.map(({ columnName, from, to }) => ({
      label: columnName,
      value: fillText(scene.words.change, {
        from: from || scene.words.empty,
        to: to || scene.words.empty,
      }),
    })),
  }),
  dueSoon: (values, scene) => describeDue(values, scene, ['dueSoon', 'dueSoonMany']),
  overdue: (values, scene) => describeDue(values, scene, ['overdue', 'overdueMany']),
  conflictWaiting(values, scene) {
    const { words } = scene;
    const deed = describeDeed(values, scene, 'conflictWaiting');
    return {
      ...deed,
      names: { ...deed.names, column: values.columnName },
      facts: [
        { label: words.mine, value: values.mine || words.empty },
        { label: words.theirs, value: values.theirs || words.empty },
      ],
    };
  },
  importFinished({ board, fileName, outcome, created, updated, skipped, importId }, { links }) {
    return {
      ...NOTHING_MORE,
      text: IMPORT_TEXTS[outcome],
      names: { board: board?.name ?? '', file: fileName },
      values: mapNumbers({ created, updated, skipped }),
      link: board !== null && outcome === 'done' ? links.board(board.id) : links.imports(),
      tag: importId,
    };
  },
  invited: ({ board, by, level }, { words, format, links }) => ({
    ...NOTHING_MORE,
    text: 'invited',
    names: { board: board.name, by: nameAll(by, { words, format }) },
    values: { level: words.levels[level] ?? level },
    link: links.board(board.id),
    tag: board.id,
  }),
  endpointDisabled: (
    { endpointId, name, host, reason, failingSince },
    { format, links, organizationName },
  ) => ({
    ...NOTHING_MORE,
    text: ENDPOINT_TEXTS[reason],
    names: { name, host, organization: organizationName },
    values: failingSince === null ? {} : { date: format.moment(failingSince) },
    link: links.webhooks(),
    tag: endpointId,
  }),
  deadLetters: ({ count, channels }, { words, links, organizationName }) => ({
    ...NOTHING_MORE,
    text: 'deadLetters',
    names: { organization: organizationName },
    values: mapNumbers({ count }),
    facts: Object.entries(channels).map(([channel, number]) => ({
      label: words.channels[channel as keyof Words['channels']],
      value: String(number),
    })),
    link: links.deadLetters(),
    tag: 'dead-letters',
  }),
  custom: ({ title, body, url }, { links, organizationName }) => ({
    ...NOTHING_MORE,
    text: 'custom',
    names: { title, organization: organizationName },
    link: url ?? links.home(),
    body: body.split(/\n\s*\n/u).filter((paragraph) => paragraph.trim() !== ''),
    tag: title,
  }),
};

const ENDPOINT_TEXTS = {
  gone: 'endpointGone',
  failing: 'endpointFailing',
  lost: 'endpointLost',
} as const satisfies Record<string, NoticeText>;

const IMPORT_TEXTS = {
  done: 'importDone',
  failed: 'importFailed',
} as const satisfies Record<string, NoticeText>;

/** Whether the product has words of its own for this. */
export function isDescribed(key: string): key is Exclude<NoticeType, 'digest'> {
  return Object.hasOwn(describers, key);
}

/** Says what a notice has to say, in the reader's language. Throws when its values are not of its type. */
export function describe<Type extends Exclude<NoticeType, 'digest'>>(
  type: Type,
  values: NoticeValues[Type],
  scene: Scene,
): Described {
  return describers[type](values, scene);
}

function describeDeed(values: NoticeDeed, scene: Scene, text: NoticeText): Described {
  const { item, board, by } = values;
  const { words, links } = scene;
  return {
    ...NOTHING_MORE,
    text,
    names: { by: nameAll(by, scene), item: item.title || words.untitled, board: board.name },
    link: links.item(item.id),
    tag: item.id,
  };
}

/** One item, or one change of many. */
function describeDeeds(
  values: NoticeDeeds,
  scene: Scene,
  [one, many]: readonly [NoticeText, NoticeText],
): Described {
  if (values.count === 1) return describeDeed(values, scene, one);
  const { words, links } = scene;
  return {
    ...describeDeed(values, scene, many),
    values: mapNumbers({ count: values.count }),
    link: links.board(values.board.id),
    entries: values.items.map(({ id, title }) => ({
      title: title || words.untitled,
      link: links.item(id),
      line: '',
    })),
    rest: values.count - values.items.length,
  };
}

/** Of several items it says which columns have changed, and where. */
function describeStatus(values: NoticeValues['statusChanged'], scene: Scene): Described {
  const deeds = describeDeeds(values, scene, ['statusChanged', 'statusChangedMany']);
  if (values.count === 1) return deeds;
  return {
    ...deeds,
    names: { ...deeds.names, column: scene.format.list([...values.columnNames]) },
  };
}

function quotesOf(excerpts: readonly NoticeExcerpt[], count: number, { words }: Scene) {
  const shown = excerpts.slice(0, noticeLimits.excerpts);
  return {
    quotes: shown.map(({ by, text }) => ({ by: by.name || words.somebody, text })),
    rest: count - shown.length,
  };
}

function nameAll(
  people: NoticeDeed['by'],
  { words, format }: Pick<Scene, 'words' | 'format'>,
): string {
  const names = people.map(({ name }) => name).filter((name) => name !== '');
  return names.length === 0 ? words.somebody : format.list(names);
}

/** Numbers as text. */
function mapNumbers(numbers: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)]));
}
