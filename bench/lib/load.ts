import autocannon from 'autocannon';

/** A request to repeat; `[<id>]` in it is another text each time. */
export interface LoadRequest {
  url: string;
  method: 'GET' | 'PATCH' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

/** What a run of load measured. */
export interface LoadResult {
  perSecond: number;
  p95Ms: number;
  p99Ms: number;
}

/**
 * Repeats the requests in turn on `connections` for `durationS`, each connection from another place in their order:
 * in step, all of them would ask for the same row at once. Throws when any answer is not 2xx.
 */
export async function runLoad(
  requests: readonly LoadRequest[],
  connections: number,
  durationS: number,
): Promise<LoadResult> {
  const [first] = requests;
  if (first === undefined) throw new Error('no requests');
  const turns = requests.map(({ url, ...request }) => ({
    ...request,
    path: new URL(url).pathname + new URL(url).search,
  }));
  let clients = 0;
  const result = await autocannon({
    url: new URL(first.url).origin,
    connections,
    duration: durationS,
    // Requests that never differ are built once, not each time: the generator shares the machine.
    idReplacement: requests.some(({ body }) => body?.includes('[<id>]') === true),
    requests: turns,
    setupClient: (client) => {
      const from = Math.floor((clients * turns.length) / connections);
      clients += 1;
      client.setRequests([...turns.slice(from), ...turns.slice(0, from)]);
    },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return {
    perSecond: result.requests.average,
    p95Ms: result.latency.p97_5,
    p99Ms: result.latency.p99,
  };
}
