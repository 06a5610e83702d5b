import type { z } from 'zod';
import type { SubscribePush } from '@/server/modules/notifications/push-contract';

const worker = '/push-worker.js';

/** What this browser can do about being rung in. */
export type PushState = 'unsupported' | 'denied' | 'possible';

export function pushState(): PushState {
  const isAble = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return isAble ? (Notification.permission === 'denied' ? 'denied' : 'possible') : 'unsupported';
}

/** Asks the person, then the browser's push service. Null when the person said no. */
export async function subscribeHere(scope: string, publicKey: string): Promise<z.output<typeof SubscribePush> | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  const registration = await navigator.serviceWorker.register(worker, { scope: `${scope}/` });
  // An older one may be bound to a key that is not in use any more.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const ask = { userVisibleOnly: true, applicationServerKey: publicKey };
  const { endpoint, keys } = (await registration.pushManager.subscribe(ask)).toJSON();
  return { endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
}

/** After signing out nobody's affairs ring here; the next ring finds the subscription gone and forgets it. */
export async function silenceHere(): Promise<void> {
  if (pushState() === 'unsupported') return;
  const all = await navigator.serviceWorker.getRegistrations();
  const here = all.filter(({ scope }) => `${window.location.href}/`.startsWith(scope));
  for (const { pushManager } of here) await (await pushManager.getSubscription())?.unsubscribe();
}
