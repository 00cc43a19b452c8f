/** Version of the live protocol that this side speaks; the server takes the one before, too. */
export const PROTOCOL_VERSION = 1;

/** What a socket may do before it is slowed down or cut (live L37, security S38). */
export const liveLimits = {
  /** Unanswered mutations of a client. */
  maxPending: 50,
  /** Bytes of one message. */
  maxFrameBytes: 262_144,
  mutationsPerS: 20,
  mutationBurst: 60,
  presencePerS: 15,
  joinsPerS: 5,
} as const;
