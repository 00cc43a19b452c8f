import type { Feature } from '../../platform/feature.ts';
import { createDeviceOperations, type DevicesParts } from './operations/devices.ts';
import { digestTimeOperations } from './operations/digest-time.ts';
import { createPhoneOperations, type PhoneParts } from './operations/phone.ts';
import { preferenceOperations } from './operations/preferences.ts';
import { quietHoursOperations } from './operations/quiet-hours.ts';

/** What people choose about being notified: what, by which way, when not, and on which devices. */
export function createNotificationSettingsFeature(parts: DevicesParts & PhoneParts): Feature {
  return {
    operations: [
      ...preferenceOperations,
      ...quietHoursOperations,
      ...digestTimeOperations,
      ...createDeviceOperations(parts),
      ...createPhoneOperations(parts),
    ],
  };
}
