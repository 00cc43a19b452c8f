import { describe, expect, it } from 'vitest';
import { isNodeSupported } from './require-node.mjs';

describe('Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.3.1', '100.0.0'])('%s is supported', (version) => {
    expect(isNodeSupported(version)).toBe(true);
  });

  it.each(['20.18.9', '20.9.0', '18.20.0', '9.99.0'])('%s is refused', (version) => {
    expect(isNodeSupported(version)).toBe(false);
  });
});
