import { z } from 'zod';
import { positiveInteger } from './value-schemas.ts';

/** Calls at once that a process can hold open without starving its other work. */
const SLOTS_MAX = 500;
/** A century, in days. */
const DAYS_MAX = 36_500;
/** What is younger is still counted, looked up and sent again. */
const DAYS_MIN = 7;

const UNLIMITED = 'unlimited';
/** How many a minute, or as many as there are. */
export type PerMinute = number | typeof UNLIMITED;

const perMinute = z
  .string()
  .regex(/^(?:unlimited|[1-9]\d{0,6})$/, `a whole number from 1 to 9999999, or ${UNLIMITED}`)
  .transform((text): PerMinute => (text === UNLIMITED ? UNLIMITED : Number(text)));
const slots = positiveInteger.pipe(z.number().max(SLOTS_MAX, `at most ${SLOTS_MAX}`));
const days = positiveInteger.pipe(
  z.number().min(DAYS_MIN, `at least ${DAYS_MIN} days`).max(DAYS_MAX, 'at most a hundred years'),
);

const SLOTS_NOTE =
  'at once from one process that does the background work; a fifth is kept for what is critical';
const WAIT_NOTE = 'more wait for their turn';

/** How much is sent at once and a minute (SPEC D5, delivery D10, D13), and how long it is remembered. */
export const deliverySettings = {
  SEND_EMAIL_SLOTS: {
    schema: slots.default(10),
    description: `Mails ${SLOTS_NOTE}.`,
    example: '20',
  },
  SEND_SMS_SLOTS: {
    schema: slots.default(10),
    description: `Text messages ${SLOTS_NOTE}.`,
    example: '5',
  },
  SEND_PUSH_SLOTS: {
    schema: slots.default(10),
    description: `Pushes ${SLOTS_NOTE}.`,
    example: '20',
  },
  SEND_WEBHOOK_SLOTS: {
    schema: slots.default(20),
    description: `Webhook calls ${SLOTS_NOTE}.`,
    example: '40',
  },
  SEND_EMAIL_PER_MINUTE: {
    schema: perMinute.default(100),
    description: `Mails a minute in all, or \`unlimited\`; ${WAIT_NOTE}. Critical ones and those about accounts do not count.`,
    example: '600',
  },
  SEND_EMAIL_PER_ORGANIZATION_PER_MINUTE: {
    schema: perMinute.default(UNLIMITED),
    description: `Mails a minute of one organization; ${WAIT_NOTE}.`,
    example: '50',
  },
  SEND_EMAIL_PER_ADDRESS_PER_MINUTE: {
    schema: perMinute.default(20),
    description: `Mails a minute to one address; ${WAIT_NOTE}.`,
    example: '10',
  },
  SEND_SMS_PER_MINUTE: {
    schema: perMinute.default(60),
    description: `Text messages a minute in all; ${WAIT_NOTE}.`,
    example: '300',
  },
  SEND_SMS_PER_ORGANIZATION_PER_MINUTE: {
    schema: perMinute.default(60),
    description: `Text messages a minute of one organization; ${WAIT_NOTE}.`,
    example: '20',
  },
  SEND_SMS_PER_NUMBER_PER_MINUTE: {
    schema: perMinute.default(5),
    description: `Text messages a minute to one number; ${WAIT_NOTE}.`,
    example: '2',
  },
  SEND_PUSH_PER_MINUTE: {
    schema: perMinute.default(UNLIMITED),
    description: `Pushes a minute in all; ${WAIT_NOTE}.`,
    example: '6000',
  },
  SEND_PUSH_PER_ORGANIZATION_PER_MINUTE: {
    schema: perMinute.default(UNLIMITED),
    description: `Pushes a minute of one organization; ${WAIT_NOTE}.`,
    example: '600',
  },
  SEND_PUSH_PER_DEVICE_PER_MINUTE: {
    schema: perMinute.default(30),
    description: `Pushes a minute to one device; ${WAIT_NOTE}.`,
    example: '10',
  },
  SEND_WEBHOOK_PER_MINUTE: {
    schema: perMinute.default(UNLIMITED),
    description: `Webhook calls a minute in all; ${WAIT_NOTE}.`,
    example: '6000',
  },
  SEND_WEBHOOK_PER_ORGANIZATION_PER_MINUTE: {
    schema: perMinute.default(UNLIMITED),
    description: `Webhook calls a minute of one organization; ${WAIT_NOTE}.`,
    example: '600',
  },
  SEND_CRITICAL_PER_ORGANIZATION_PER_MINUTE: {
    schema: perMinute.default(60),
    description: 'Critical messages a minute of one organization; more go as high ones.',
    example: '10',
  },
  DELIVERY_RETENTION_DAYS: {
    schema: days.default(90),
    description:
      'Days that messages are kept with their deliveries, attempts and answers after the last of them ended. Open dead letters are kept.',
    example: '30',
  },
  INBOX_RETENTION_DAYS: {
    schema: days.default(365),
    description: 'Days that an archived entry of an inbox is kept.',
    example: '90',
  },
} as const;
