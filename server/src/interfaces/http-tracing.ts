import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, SpanDescription, Tracing } from '../platform/trace/tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The request's span; null without tracing, and outside of the API. */
    span: Span | null;
  }
}

/** Gives each request of the API a span, which continues the caller's trace when it names one (W3C `traceparent`). */
export function registerTracing(app: FastifyInstance, tracing: Tracing): void {
  app.decorateRequest('span', null);
  if (!tracing.isOn) return;
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const { traceparent } = request.headers;
    const span = tracing.begin(
      describeRequest(request),
      typeof traceparent === 'string' ? traceparent : undefined,
    );
    request.span = span;
    // It comes also when the caller hung up before the answer.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) span?.fail('aborted');
      else if (reply.statusCode >= 500) span?.fail(String(reply.statusCode));
      span?.set({ 'http.response.status_code': reply.statusCode });
      span?.end();
    });
  });
}

/** Names the route's template: a path with its ids would make every request a name of its own. */
function describeRequest(request: FastifyRequest): SpanDescription {
  const route = request.routeOptions.url;
  return {
    name: route === undefined ? request.method : `${request.method} ${route}`,
    kind: 'server',
    attributes: {
      'http.request.method': request.method,
      'boardwire.request_id': request.id,
      ...(route === undefined ? {} : { 'http.route': route }),
    },
  };
}
