import { findFreePort, startProcess, type ServerProcess } from './processes.ts';

/** An answer of the API, as far as it is looked at. */
export interface NodeAnswer<Data> {
  status: number;
  data: Data;
}

/** One api process. */
export interface ApiNode {
  url: string;
  call<Data = unknown>(
    method: string,
    path: string,
    options?: { token?: string | undefined; body?: unknown },
  ): Promise<NodeAnswer<Data>>;
}

/** Two api processes on one database, as behind a load balancer. */
export interface TwoNodes {
  a: ApiNode;
  b: ApiNode;
  /** Ends node B without a word. */
  killB(): void;
  stop(): Promise<void>;
}

const UNLIMITED = '100000000';

/** Starts both; `main` is the built program, `environment` names the database and the data folder. */
export async function startTwoNodes(
  main: string,
  environment: Record<string, string>,
): Promise<TwoNodes> {
  const start = async (port: number, publicPort: number): Promise<ServerProcess> => {
    const limits = {
      RATE_LIMIT_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_CREDENTIAL_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_LOGIN_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_MAIL_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_TOKEN_PER_MINUTE: UNLIMITED,
    };
    return startProcess([main, '--role', 'api'], {
      LOG_LEVEL: 'error',
      ...limits,
      ...environment,
      PORT: String(port),
      // One address for both, as people see it; tokens name it as their issuer.
      PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    });
  };
  const [portA, portB] = [await findFreePort(), await findFreePort()];
  // One after the other: the first makes the keys that both use.
  const a = await start(portA, portA);
  const b = await start(portB, portA);
  return {
    a: createNode(portA),
    b: createNode(portB),
    killB: () => void process.kill(b.pid, 'SIGKILL'),
    stop: async () => void (await Promise.all([a.stop(), b.stop()])),
  };
}

function createNode(port: number): ApiNode {
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async call<Data>(
      method: string,
      path: string,
      { token, body }: { token?: string | undefined; body?: unknown } = {},
    ) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as { data: Data };
      return { status: response.status, data: answer.data };
    },
  };
}
