import type { Agent, Dispatcher } from 'undici';

/** One HTTP request on the wire, its address already decided by the agent's connector. */
export interface Exchange {
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** How an exchange ended. `sent` says that bytes may have left, so that the far side may have acted. */
export type ExchangeEnd =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'failed'; sent: boolean; error: Error };

/** What came back; `cut` says what ended the body early: its limit, or an error (time-out, the far side). */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Uint8Array;
  readonly cut: 'too_large' | Error | undefined;
}

/** Performs one exchange; never throws and ends as soon as the signal aborts. */
export function exchange(agent: Agent, request: Exchange): Promise<ExchangeEnd> {
  if (request.signal.aborted)
    return Promise.resolve({ kind: 'failed', sent: false, error: toError(request.signal.reason) });
  return new Promise((resolve) => {
    const collector = createCollector(request.maxBytes, request.signal, resolve);
    const { origin, pathname, search } = request.url;
    agent.dispatch(
      {
        origin,
        path: `${pathname}${search}`,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      collector,
    );
  });
}

/**
 * Collects the answer. Time-outs are the signal's alone, so that connecting, waiting and a body that trickles share one
 * deadline.
 */
function createCollector(
  maxBytes: number,
  signal: AbortSignal,
  resolve: (end: ExchangeEnd) => void,
): Dispatcher.DispatchHandler {
  const state: CollectState = { sent: false, head: undefined, chunks: [], size: 0 };
  let controller: Dispatcher.DispatchController | undefined;
  let isDone = false;
  const finish = (end: ExchangeEnd) => {
    if (isDone) return;
    isDone = true;
    signal.removeEventListener('abort', cancel);
    resolve(end);
  };
  const cancel = () => {
    const error = toError(signal.reason);
    finish(endWith(state, error));
    controller?.abort(error);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return {
    onRequestStart(started) {
      controller = started;
      // Cancelled while it waited for a connection: nothing may leave any more.
      if (isDone) return started.abort(toError(signal.reason));
      state.sent = true;
    },
    onResponseStart(_controller, status, headers) {
      if (status >= 200) state.head = { status, headers: withoutCookies(headers) };
    },
    onResponseData(current, chunk) {
      if (isDone) return;
      const kept = chunk.subarray(0, maxBytes - state.size);
      state.chunks.push(kept);
      state.size += kept.length;
      if (kept.length === chunk.length) return;
      finish(endWith(state, 'too_large'));
      current.abort(new Error('answer too large'));
    },
    onResponseEnd: () => finish(endWith(state, undefined)),
    onResponseError: (_controller, error) => finish(endWith(state, error)),
  };
}

interface CollectState {
  sent: boolean;
  head: { status: number; headers: Record<string, string | string[]> } | undefined;
  chunks: Uint8Array[];
  size: number;
}

function endWith(state: CollectState, cut: Answer['cut']): ExchangeEnd {
  if (state.head)
    return { kind: 'answered', answer: { ...state.head, body: Buffer.concat(state.chunks), cut } };
  return { kind: 'failed', sent: state.sent, error: toError(cut ?? 'no answer') };
}

function withoutCookies(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name.toLowerCase() !== 'set-cookie') kept[name] = value;
  }
  return kept;
}

/** An abort reason or thrown value as an error. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
