import { createFormat, type Format } from './format.ts';
import { renderHtml } from './layout.ts';
import type { MailPage } from './mail-page.ts';
import { renderText } from './layout-text.ts';
import { createLine, fillText, type Line } from './line.ts';
import type { Fact, Messages } from './messages.ts';
import { de } from './messages.de.ts';
import { en } from './messages.en.ts';
import { fr } from './messages.fr.ts';
import { cleanText, toWebLink, unlink } from './plain-name.ts';

/** What each mail needs to know. Moments are ISO 8601; links are http or https. */
export interface MailParams {
  verifyEmail: { name: string; link: string };
  resetPassword: { name: string; link: string; expiresInMinutes: number };
  accountExists: { name: string; logInLink: string; resetLink: string };
  invitation: {
    organizationName: string;
    inviterName: string;
    roleName: string;
    link: string;
    expiresAt: string;
  };
  confirmEmailChange: { name: string; link: string; newEmail: string };
  /** `newEmail` is masked: the old mailbox may be in foreign hands. */
  emailChanged: { name: string; newEmail: string };
  passwordChanged: { name: string; at: string; ipAddress: string };
  mfaEnabled: { name: string };
  mfaDisabled: { name: string };
  newSignIn: { name: string; userAgent: string; ipAddress: string; at: string };
  organizationDeletionScheduled: {
    organizationName: string;
    on: string;
    byName: string;
    settingsLink: string;
  };
  connectionTest: { name: string; link: string };
}

/** Name of a mail. */
export type MailTemplate = keyof MailParams;

/** A mail in words, ready to be addressed. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** The parts of a mail that do not depend on the language. */
interface Ingredients {
  /** Chosen by people: never become links. */
  names?: Record<string, string>;
  /** Made by us, or checked before. */
  values?: Record<string, string>;
  link?: string;
  secondLink?: string;
  facts?: readonly Fact[];
}

type Prepare = {
  [Template in MailTemplate]: (params: MailParams[Template], format: Format) => Ingredients;
};

const prepare: Prepare = {
  verifyEmail: ({ name, link }) => ({ names: { name }, link }),
  resetPassword: ({ name, link, expiresInMinutes }, { duration }) => ({
    names: { name },
    values: { duration: duration(expiresInMinutes) },
    link,
  }),
  accountExists: ({ name, logInLink, resetLink }) => ({
    names: { name },
    link: logInLink,
    secondLink: resetLink,
  }),
  invitation: ({ organizationName, inviterName, roleName, link, expiresAt }, { moment }) => ({
    names: { organizationName, inviterName, roleName },
    values: { expiresAt: moment(expiresAt) },
    link,
  }),
  confirmEmailChange: ({ name, link, newEmail }) => ({
    names: { name },
    values: { newEmail },
    link,
  }),
  emailChanged: ({ name, newEmail }) => ({ names: { name }, values: { newEmail } }),
  passwordChanged: ({ name, at, ipAddress }, { moment }) => ({
    names: { name },
    values: { at: moment(at), ipAddress },
    facts: ['at', 'ipAddress'],
  }),
  mfaEnabled: ({ name }) => ({ names: { name } }),
  mfaDisabled: ({ name }) => ({ names: { name } }),
  newSignIn: ({ name, userAgent, ipAddress, at }, { moment }) => ({
    names: { name, device: userAgent },
    values: { ipAddress, at: moment(at) },
    facts: ['at', 'device', 'ipAddress'],
  }),
  organizationDeletionScheduled: ({ organizationName, on, byName, settingsLink }, { moment }) => ({
    names: { organizationName, byName },
    values: { on: moment(on) },
    link: settingsLink,
  }),
  connectionTest: ({ name, link }) => ({ names: { name }, link }),
};

/** By the language's part of a BCP 47 tag; English speaks for the missing ones. */
const languages = new Map<string, Messages>([
  ['en', en],
  ['de', de],
  ['fr', fr],
]);

/** Room for the longest address, which is longer than any name, in characters (RFC 5321 section 4.5.3.1). */
const MAX_LENGTH = 254;
/** A subject of two names stays readable in a list. */
const SUBJECT_NAME_MAX_LENGTH = 60;

/** Writes a mail in the reader's language; throws when a link or moment in `params` is none. */
export function renderMail<Template extends MailTemplate>(
  template: Template,
  params: MailParams[Template],
  locale: string,
): RenderedMail {
  if (!Object.hasOwn(prepare, template)) throw new Error(`there is no mail "${template}"`);
  const messages = languages.get(locale.split('-')[0] ?? '') ?? en;
  const ingredients = prepare[template](params, createFormat(locale));
  const subject = cleanText(
    fillText(messages.mails[template].subject, subjectValues(ingredients, messages)),
    MAX_LENGTH,
  );
  const page = buildPage(messages, template, ingredients, subject);
  return { subject, html: renderHtml(page), text: renderText(page) };
}

function buildPage(
  messages: Messages,
  template: MailTemplate,
  ingredients: Ingredients,
  subject: string,
): MailPage {
  const said = messages.mails[template];
  const values = bodyValues(ingredients, messages);
  const line = (sentence: string): Line => createLine(sentence, values);
  const { link, secondLink, facts = [] } = ingredients;
  return {
    language: messages.language,
    subject,
    heading: line(said.heading),
    before: [...('name' in values ? [messages.greeting] : []), ...said.before].map(line),
    button:
      link === undefined
        ? null
        : { label: line(said.button ?? said.heading), link: toWebLink(link) },
    copyLink: line(messages.copyLink),
    second:
      secondLink === undefined
        ? null
        : { label: line(said.secondLink ?? ''), link: toWebLink(secondLink) },
    facts: facts.map((fact) => ({ label: line(messages.facts[fact]), value: line(`{${fact}}`) })),
    after: said.after.map(line),
    reason: line(said.reason),
  };
}

function subjectValues(
  { names = {}, values = {} }: Ingredients,
  { unnamed }: Messages,
): Record<string, string> {
  return mapValues(
    { ...values, ...names },
    (text) => cleanText(text, SUBJECT_NAME_MAX_LENGTH) || unnamed,
  );
}

function bodyValues(
  { names = {}, values = {} }: Ingredients,
  { unnamed }: Messages,
): Record<string, string> {
  return {
    ...mapValues(values, (text) => cleanText(text, MAX_LENGTH) || unnamed),
    ...mapValues(names, (text) => unlink(cleanText(text, MAX_LENGTH)) || unnamed),
  };
}

function mapValues(
  record: Record<string, string>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, text]) => [key, change(text)]));
}
