/** What is told of a span; never a personal datum or a secret. */
export type SpanAttributes = Record<string, string | number | boolean>;

/** A span before it begins. Names are few and fixed: routes, operations, jobs, never values. */
export interface SpanDescription {
  name: string;
  /** Its place between processes, in OpenTelemetry's terms. */
  kind: 'internal' | 'server' | 'client' | 'consumer';
  attributes?: SpanAttributes;
}

/** A stretch of work in a trace. */
export interface Span {
  readonly traceId: string;
  /** Names this span as the parent of work elsewhere (W3C Trace Context). */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** Marks the work as failed; `type` is an error's name or code, never its message. */
  fail(type: string): void;
  end(): void;
}

/** Traces of this process (SPEC F4). */
export interface Tracing {
  /** False without a collector; then nothing here does anything. */
  readonly isOn: boolean;
  /** Begins a span in the trace of `parent`, a traceparent, or in a new one. The caller ends it. */
  begin(description: SpanDescription, parent?: string): Span | null;
  /** Runs `work` with `span` as the current one. */
  within<T>(span: Span | null, work: () => T): T;
  /** Runs `work` in a span of its own below the current one; outside of every span it just runs. */
  child<T>(description: SpanDescription, work: (span: Span | null) => Promise<T>): Promise<T>;
  /** Runs `work` in a span that continues the trace of `parent`, a traceparent, or begins one. */
  follow<T>(
    parent: string | undefined,
    description: SpanDescription,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Spans that no collector took since the start. */
  dropped(): number;
  /** Sends what waits, for at most a second and a half. */
  close(): Promise<void>;
}

/** Tracing without a collector: calls go straight through. */
export const noTracing: Tracing = {
  isOn: false,
  begin: () => null,
  within: (_span, work) => work(),
  child: (_description, work) => work(null),
  follow: (_parent, _description, work) => work(),
  dropped: () => 0,
  close: async () => undefined,
};
