import type { Feature } from '../../platform/feature.ts';
import type { ports } from '../delivery/index.ts';
import { createSandboxOperations } from './operations.ts';
import {
  createSandboxProvider,
  type SandboxedDelivery,
  type SandboxParts,
} from './sandbox-provider.ts';

/** Trying things out: messages that are captured instead of sent. */
export interface Sandbox {
  feature: Feature;
  /** Who takes a delivery of a sandbox. */
  providerOf(delivery: SandboxedDelivery): ports.Provider;
}

/** Creates it. */
export function createSandbox(parts: SandboxParts): Sandbox {
  return {
    feature: { operations: createSandboxOperations(parts) },
    providerOf: (delivery) => createSandboxProvider(parts, delivery),
  };
}
