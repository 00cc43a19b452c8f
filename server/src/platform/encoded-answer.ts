/** An answer that is bytes already, so that many callers can get the same ones (live L7). */
export interface EncodedAnswer {
  isEncodedAnswer: true;
  /** Names this state of the answer, quotes included (RFC 9110). */
  etag: string;
  /** Null when the caller has this state already. */
  body: EncodedBody | null;
}

/** The whole body, envelope included, in both forms that callers ask for. */
export interface EncodedBody {
  gzip(): Buffer;
  plain(): Promise<Buffer>;
}

/** Tells an encoded answer from plain data. */
export function isEncodedAnswer(data: unknown): data is EncodedAnswer {
  return typeof data === 'object' && data !== null && 'isEncodedAnswer' in data;
}
