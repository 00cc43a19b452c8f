import { describe, expect, it } from 'vitest';
import { isSameTree } from './install.mjs';

const lock = {
  '': { version: '0.1.0' },
  server: { version: '0.1.0' },
  'node_modules/@boardwire/server': { link: true },
  'node_modules/fastify': { version: '5.12.8', integrity: 'sha512-a' },
  'node_modules/@rolldown/binding-darwin-arm64': {
    version: '1.0.0',
    integrity: 'sha512-b',
    optional: true,
  },
};

const installed = { 'node_modules/fastify': { version: '5.12.8', integrity: 'sha512-a' } };

describe('installed tree', () => {
  it('is the wanted one without the packages of other platforms', () => {
    expect(isSameTree(lock, installed)).toBe(true);
  });

  it('is not the wanted one when a package is missing', () => {
    expect(isSameTree(lock, {})).toBe(false);
  });

  it('is not the wanted one when a version or an archive differs', () => {
    const other = { version: '5.12.7', integrity: 'sha512-a' };
    const tampered = { version: '5.12.8', integrity: 'sha512-z' };
    expect(isSameTree(lock, { 'node_modules/fastify': other })).toBe(false);
    expect(isSameTree(lock, { 'node_modules/fastify': tampered })).toBe(false);
  });

  it('is not the wanted one when an optional package is of another version', () => {
    const stale = { version: '0.9.0', integrity: 'sha512-c' };
    const tree = { ...installed, 'node_modules/@rolldown/binding-darwin-arm64': stale };
    expect(isSameTree(lock, tree)).toBe(false);
  });
});
