/** Characters of the alphabet of text messages (3GPP TS 23.038 section 6.2.1); each takes seven bits. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Of its extension: these take two places (section 6.2.1.1). */
const EXTENDED = '\f^{}\\[~]|€';

/** Places of a message that stands alone, and of each part of a longer one, whose header takes some (3GPP TS 23.040). */
const LIMITS = {
  gsm7: { alone: 160, part: 153 },
  ucs2: { alone: 70, part: 67 },
} as const;

/** How a text goes out, and how many messages it is billed as. */
export interface SmsSize {
  encoding: keyof typeof LIMITS;
  segments: number;
}

/** Counts the segments of a text. */
export function measureSms(text: string): SmsSize {
  const sizes = [...text].map(sizeInGsm7);
  const isGsm7 = sizes.every((size) => size !== null);
  const encoding = isGsm7 ? 'gsm7' : 'ucs2';
  const units = isGsm7 ? sizes : [...text].map((character) => character.length);
  const { alone, part } = LIMITS[encoding];
  const total = units.reduce((sum, size) => sum + size, 0);
  if (total <= alone) return { encoding, segments: 1 };
  return { encoding, segments: countParts(units, part) };
}

function sizeInGsm7(character: string): number | null {
  if (BASIC.includes(character)) return 1;
  return EXTENDED.includes(character) ? 2 : null;
}

/** No character is cut in two: one that does not fit any more begins the next part. */
function countParts(units: readonly number[], part: number): number {
  let parts = 1;
  let used = 0;
  for (const size of units) {
    if (used + size > part) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
