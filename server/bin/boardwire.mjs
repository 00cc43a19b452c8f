#!/usr/bin/env node
// The `boardwire` command. In a clone it installs and builds first when needed; in an image that
// carries only the built server it starts that.
import { existsSync } from 'node:fs';

const bootstrap = new URL('../../scripts/start.mjs', import.meta.url);
const built = new URL('../dist/main.js', import.meta.url);
await import(existsSync(bootstrap) ? bootstrap.href : built.href);
