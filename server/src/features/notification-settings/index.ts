import type { Feature } from '../../platform/feature.ts';
import { createDeviceOperations, type DevicesParts } from './operations/devices.ts';
import { preferenceOperations } from './operations/preferences.ts';
import { quietHoursOperations } from './operations/quiet-hours.ts';

/** What people choose about being notified: what, by which way, when not, and on which devices. */
export function createNotificationSettingsFeature(parts: DevicesParts): Feature {
  return {
    operations: [
      ...preferenceOperations,
      ...quietHoursOperations,
      ...createDeviceOperations(parts),
    ],
  };
}
