/** Version of the live protocol that this side speaks; the server takes the one before, too. */
export const PROTOCOL_VERSION = 1;

/**
 * What this server takes beyond the first edition of the protocol, told in `welcome`. A client leaves out what is not named:
 * while nodes are replaced one by one, some are older than it is.
 */
export const liveFeatures = ['presence.anchor'] as const;

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
