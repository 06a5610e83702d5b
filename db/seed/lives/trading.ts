import type { TraderProfile } from '@/server/emulators/market/trader';
import { type Account, unlessRefused } from '../client';
import { readDeals } from '../deals';
import { between, pick, pickByShare } from '../people';
import type { OfferKey } from '../shop';
import { type Act, type Scene, soon } from './scene';

const styles: readonly { readonly share: number; readonly profile: TraderProfile }[] = [
  { share: 34, profile: 'cautious' },
  { share: 38, profile: 'swing' },
  { share: 22, profile: 'day' },
  { share: 6, profile: 'gambler' },
];

function firstOffer({ client, rng }: Scene): OfferKey {
  if (!client.isOffshore) return pick(rng, ['standardEur', 'standardEur', 'standardEur', 'rawEur', 'standardUsd']);
  if (client.person.origin.language === 'ar' && rng.next() < 0.5) return 'swapFree';
  return pick(rng, ['classicUsd', 'classicUsd', 'proUsd']);
}

const sizes = [200, 250, 500, 500, 1_000, 1_000, 1_500, 2_500, 5_000, 8_000, 15_000];

/** Minor units; some are small, a few large. */
export const anAmount = ({ rng }: Scene): bigint => BigInt(pick(rng, sizes)) * 100n;

/** Opens an account and pays in. Null when it came to nothing. */
export async function* openAndFund(
  scene: Scene,
  minor = anAmount(scene),
  card = scene.client.person.origin.card,
): Act<Account | null> {
  const { client } = scene;
  const account = await unlessRefused(client.open(firstOffer(scene)));
  if (!account || 'refused' in account) return null;
  yield soon(scene, 0.05, 40);
  const state = await client.deposit(minor, { number: card }, account);
  return state === 'credited' ? account : null;
}

/** From now on somebody trades on this login, on prices only. */
export function beginTrading({ stage, rng }: Scene, account: Account, profile?: TraderProfile): void {
  const { control } = stage.world.estate.sandboxes.server(stage.firm.tenant.slug);
  control.attachTrader(account.login, profile ?? pickByShare(rng, styles).profile, between(rng, 1, 1_000_000));
}

export function stopTrading({ stage }: Scene, account: Account): void {
  const { control } = stage.world.estate.sandboxes.server(stage.firm.tenant.slug);
  control.detachTrader(account.login);
  control.closeAll(account.login);
}

export const equityOf = ({ stage }: Scene, account: Account): { free: number; equity: number } => {
  const { control } = stage.world.estate.sandboxes.server(stage.firm.tenant.slug);
  const view = control.account(account.login);
  return { free: Number(view.freeMargin), equity: Number(view.equity) };
};

/** Now and then more money, until the given time. */
export async function* topUpUntil(scene: Scene, account: Account, until: Date): Act {
  const { client, rng, stage } = scene;
  for (;;) {
    const next = soon(scene, 24 * 14, 24 * 75);
    if (next >= until) break;
    yield next;
    const isLow = equityOf(scene, account).equity < 150;
    if (!isLow && rng.next() < 0.4) continue;
    const card = rng.next() < 0.1 ? '4000000000009995' : client.person.origin.card;
    await unlessRefused(client.deposit(anAmount(scene), { number: card }, account));
  }
  if (until > stage.world.now()) yield until;
  await readDeals(stage);
}
