import { buildOpenApi } from '../../server/src/interfaces/openapi.ts';
import { version } from '../../server/src/platform/version.ts';

export const path = 'docs/generated/openapi.json';

/** The REST API for strangers' tools; a running server serves the same at /api/openapi.json. */
export function render(): string {
  return `${JSON.stringify(buildOpenApi({ serverUrl: '', version }), null, 2)}\n`;
}
