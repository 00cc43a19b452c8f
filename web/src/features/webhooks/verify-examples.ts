/** Languages with an example. */
export type ExampleLanguage = 'node' | 'python';

/**
 * How a program checks that a call is from Boardwire, without any package (Standard Webhooks 1). Shown on the page of an
 * endpoint and in docs/webhooks.md; the tests run both against calls that the server has signed.
 */
export const verifyExamples: Readonly<Record<ExampleLanguage, string>> = {
  node: `import { createHmac, timingSafeEqual } from 'node:crypto';

const key = Buffer.from(process.env.BOARDWIRE_SECRET.replace('whsec_', ''), 'base64');

/** \`body\`: the bytes as they arrived. */
export function isFromBoardwire(headers, body) {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const isRecent = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\`).update(body).digest();
  return isRecent && (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const given = Buffer.from(signature.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
`,
  python: `import base64, hashlib, hmac, os, time

key = base64.b64decode(os.environ["BOARDWIRE_SECRET"].removeprefix("whsec_"))


def is_from_boardwire(headers, body):
    """body: the bytes as they arrived."""
    id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    is_recent = abs(time.time() - int(timestamp)) < 300
    signed = f"{id}.{timestamp}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split(" ")
    return is_recent and any(hmac.compare_digest(one, f"v1,{digest}") for one in given)
`,
};
