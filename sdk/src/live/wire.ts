import type { ClientMessage, Hello, ServerMessage } from '@boardwire/contract/sync';

/**
 * Why a wire ended: it was cut; the server refused the handshake in one word (busy, protocol, unauthorized,
 * too_many); or it never opened, as where a proxy blocks it.
 */
export type WireEnd =
  | { kind: 'cut' }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable' };

/** Hears a wire. */
export interface WireHandlers {
  onMessage(message: ServerMessage): void;
  /** Called once; nothing follows. */
  onEnd(end: WireEnd): void;
}

/** One connection to the server. */
export interface Wire {
  send(message: ClientMessage): void;
  /** Ends it in silence. */
  close(): void;
}

/** Opens a wire; it stands when the server's `welcome` comes. */
export type OpenWire = (hello: Hello, handlers: WireHandlers) => Wire;
