export { askPlaceSettings } from './place-asked.ts';
export { PlaceDialogHost } from './place-dialog-host.tsx';
export { mutePlace } from './preferences-data.ts';
export { canSubscribe, turnOnPush } from './web-push.ts';
