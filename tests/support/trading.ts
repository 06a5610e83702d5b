import { connectPlatform } from '@/db/platform-client';
import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { type Owner, readClientMoney, recipes } from '@/server/modules/ledger';
import {
  bookDeals,
  convergeAccount,
  createAccount,
  createOffer,
  ingestDeals,
  listUnbooked,
  moveMoney,
  openAccount,
  readAccount,
  refreshSymbols,
  watchPlatform,
} from '@/server/modules/trading';
import { clientCtx } from './actors';
import { booked } from './books';
import { newUuid } from './house';
import { type PlatformWorld, retailGroup } from './platform';

export const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

export async function retailOffer(
  world: PlatformWorld,
  name = `Retail ${newUuid().slice(0, 6)}`,
): Promise<Id<'offer'>> {
  const { id } = await createOffer(world.job(), {
    name,
    connectionId: world.connectionId,
    environment: 'live',
    currency: 'EUR',
    groupName: retailGroup,
    closeOnlyGroup: `${retailGroup}-CO`,
    leverageDefault: 100,
    leverageMax: 200,
  });
  return id;
}

export const asClient = async (world: PlatformWorld, owner: Owner): Promise<Ctx> =>
  world.as(await clientCtx(world.tenant, uuidFromId('client', owner.client)));

/** Runs one step after the other on the world's clock, as the job does, until the story is over. */
export async function settle(
  world: PlatformWorld,
  step: () => Promise<{ waitMs: number | null } | null>,
  stepsMax = 40,
): Promise<number> {
  for (let steps = 1; steps <= stepsMax; steps += 1) {
    const said = await step();
    if (!said || said.waitMs === null) return steps;
    world.advance(said.waitMs);
  }
  throw new Error(`not settled after ${stepsMax} steps`);
}

export const finishOpening = (world: PlatformWorld, accountId: Id<'tradingAccount'>) =>
  settle(world, () => createAccount(world.job(), { accountId }));

export const finishMoving = (world: PlatformWorld, operationId: Id<'balanceOperation'>) =>
  settle(world, () => moveMoney(world.job(), { operationId }));

/** An account that is open on the platform, with its terms applied. */
export async function opened(world: PlatformWorld, owner: Owner, offerId: Id<'offer'>) {
  const { id } = await openAccount(world.job(), { offerId, clientId: owner.client });
  await finishOpening(world, id);
  await convergeAccount(world.job(), { accountId: id });
  const account = await readAccount(world.job(), { id });
  if (account.login === null) throw new Error('the account has no login');
  return { id, login: account.login, account };
}

export const giveMoney = (world: PlatformWorld, owner: Owner, minor: bigint) =>
  booked(world.job(), {
    ...recipes.depositApproved({ ...owner, connection: 'con_a' }, eur(minor)),
    reference: newUuid(),
  });

export async function ledgerOf(world: PlatformWorld, owner: Owner): Promise<Record<string, bigint>> {
  const { accounts } = await readClientMoney(world.job(), { clientId: owner.client });
  return Object.fromEntries(
    accounts.flatMap((account) => [
      [account.kind, account.posted.minor],
      ...(account.held.minor > 0n ? [[`${account.kind} held`, account.held.minor]] : []),
    ]),
  );
}

/** Reads the platform's deals to the end and books them. */
export async function catchUp(world: PlatformWorld): Promise<void> {
  let cursor: string | null = null;
  for (let complete = false; !complete; ) {
    const batch = await ingestDeals(world.job(), world.connectionId, cursor);
    ({ cursor, complete } = batch);
  }
  for (const accountId of await listUnbooked(world.job(), { connectionId: world.connectionId }))
    await bookDeals(world.job(), { accountId });
}

export const platformBalance = (world: PlatformWorld, login: string): string =>
  world.emulator.control.account(Number(login)).balance;

/** One look of the watching gateway: prices, positions, balances. */
export async function watchOnce(world: PlatformWorld): Promise<void> {
  const platform = await connectPlatform(world.tenant.platformUrl);
  try {
    const symbols = await refreshSymbols(world.job(), world.connectionId);
    await watchPlatform(
      world.job(),
      (run) => platform.asTenant(world.tenant.id, ({ db }) => run(db)),
      world.connectionId,
      { symbols, ticksSince: null, groupMask: '*' },
      [],
    );
  } finally {
    await platform.end();
  }
}
