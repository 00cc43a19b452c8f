import type { Input } from '@boardwire/sdk/operations';
import type { Failure } from '../../lib/failure.ts';
import { fromZoned } from '../../i18n/zoned-time.ts';
import type { Channel, Lane } from './delivery-types.ts';

/** Fields of the form that writes a message. */
export interface ComposeValues {
  toKind: 'people' | 'addresses' | 'topic' | 'segment';
  people: string[];
  addresses: string;
  topic: string;
  segment: 'members' | 'admins';
  saysKind: 'ownWords' | 'template';
  title: string;
  body: string;
  url: string;
  template: string;
  data: string;
  channels: Channel[];
  priority: Lane;
  at: string;
}

type Request = Input<'notifications.send'>;
type Data = NonNullable<Request['data']>;

/** The values of a template as a program would send them; null when that is no JSON object. */
export function readData(text: string): Data | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Data)
      : null;
  } catch {
    return null;
  }
}

function recipientsOf(values: ComposeValues): Request['to'] {
  switch (values.toKind) {
    case 'people':
      return values.people.map((userId) => ({ userId }));
    case 'topic':
      return [{ topic: values.topic }];
    case 'segment':
      return [{ segment: values.segment }];
    case 'addresses':
      return values.addresses
        .split(/[\s,;]+/)
        .filter((address) => address !== '')
        .map((address) => (address.startsWith('+') ? { phone: address } : { email: address }));
  }
}

/** What the form says, as the operation takes it. */
export function toRequest(organizationId: string, values: ComposeValues): Request {
  const { saysKind, title, body, url, template, channels, priority, at } = values;
  const words =
    saysKind === 'template'
      ? { template, data: readData(values.data) ?? {} }
      : { content: { title, body, ...(url.trim() !== '' && { url: url.trim() }) } };
  return {
    organizationId,
    to: recipientsOf(values),
    ...words,
    ...(channels.length > 0 && { channels }),
    priority,
    ...(at !== '' && { scheduledAt: fromZoned(at) }),
  };
}

const FIELD_OF_PATH: Readonly<Record<string, string>> = {
  'content.title': 'title',
  'content.body': 'body',
  'content.url': 'url',
  scheduledAt: 'at',
};

/** The same refusal, with problems where this form has their fields. */
export function placeProblems(failure: Failure, { toKind }: ComposeValues): Failure {
  const fields = failure.details?.fields?.map(({ path, message }) => {
    const isOfTo = path === 'to' || path.startsWith('to.');
    return { path: isOfTo ? toKind : (FIELD_OF_PATH[path] ?? path), message };
  });
  return fields === undefined ? failure : { ...failure, details: { ...failure.details, fields } };
}
