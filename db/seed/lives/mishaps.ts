import { listDeposits, readDepositDetail } from '@/server/modules/payments';
import type { Account } from '../client';
import type { Scene } from './scene';
import { equityOf } from './trading';

const controlOf = ({ stage }: Scene) => stage.world.estate.sandboxes.server(stage.firm.tenant.slug).control;

/** Somebody changes an account in the platform's own terminal; the nightly look finds it. Groups are those of its currency. */
export const changeByHand = (
  scene: Scene,
  account: Account,
  { leverage, group }: { leverage?: number; group?: string },
): void =>
  controlOf(scene).edit(account.login, {
    ...(leverage ? { leverage } : {}),
    ...(group ? { group: `real\\${account.currency}-${group}` } : {}),
  });

/** A dealer corrects a deal in the platform's history: the balance stays, so the books and the platform differ. */
export function correctHistory(scene: Scene, account: Account, profit: string): void {
  const control = controlOf(scene);
  const opened = control.open({ login: account.login, symbol: 'EURUSD', side: 'buy', lots: '0.01' });
  const closed = opened.position ? control.close(opened.position) : opened;
  if (closed.retcode === 0 && closed.deal) control.editDeal(closed.deal, { profit, comment: 'corrected by dealer' });
}

/** One who is right about gold: he sees what the demo's market will do, and takes so much that he wins about `share` of what he has. */
export function winOnce(scene: Scene, account: Account, until: Date, share: number): string | null {
  const { world } = scene.stage;
  const now = world.market.quote('XAUUSD');
  const then = world.foresee('XAUUSD', until);
  if (!now || !then) return null;
  const move = Math.abs(then.bidPoints - now.bidPoints) / 10 ** now.digits;
  // Too quiet a month would want more margin than he has.
  if (move < 20) return null;
  const lots = Math.max(0.01, Math.floor((equityOf(scene, account).equity * share * 100) / (move * 100)) / 100);
  const side = then.bidPoints > now.bidPoints ? 'buy' : 'sell';
  const opened = controlOf(scene).open({ login: account.login, symbol: 'XAUUSD', side, lots: lots.toFixed(2) });
  return opened.position ?? null;
}

export const close = (scene: Scene, position: string): void => void controlOf(scene).close(position);

const cardNetwork = ({ stage }: Scene) => stage.world.estate.stripe.as(stage.shop.pspAccount);

/** The cardholder tells his bank that his last payment was not his. Answers what the PSP calls the claim. */
export async function claimBack(scene: Scene, reason: string): Promise<string | null> {
  const { world, firm } = scene.stage;
  const ctx = await firm.staff.cashier.ctx();
  const [last] = (await listDeposits(ctx, { clientId: scene.client.id, state: 'credited', limit: 1 })).rows;
  const charge = last && (await readDepositDetail(ctx, { id: last.id })).charges[0];
  if (!charge) return null;
  const claim = cardNetwork(scene).openDispute(charge.id, reason);
  await world.settle();
  return claim.id;
}

export async function bankDecides(scene: Scene, claim: string, isWon: boolean): Promise<void> {
  cardNetwork(scene).closeDispute(claim, isWon);
  await scene.stage.world.settle();
}
