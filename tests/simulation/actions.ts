import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { registerClient } from '@/server/modules/clients';
import {
  addBankAccount,
  cancelWithdrawal,
  decideDeposit,
  requestWithdrawal,
  startDeposit,
  verifyInstrument,
} from '@/server/modules/payments';
import { moveToAccount, moveToWallet, openAccount } from '@/server/modules/trading';
import { decideApproval } from '@/server/modules/work';
import { registration } from '../support/registrations';
import { apply, thinkAgain } from './applicants';
import { deliverLetter, ingest, relay, tried } from './machinery';
import type { World } from './world';

export type Client = {
  readonly id: Id<'client'>;
  readonly lastName: string;
  readonly ctx: Awaited<ReturnType<World['client']>>;
};

export async function newClient(world: World, lastName: string): Promise<Client> {
  // An address of his own: attempts are counted by it.
  const ip = `10.${world.chance.between(0, 255)}.${world.chance.between(0, 255)}.${world.chance.between(1, 254)}`;
  const seen = await registerClient(
    { ...world.job(), request: { id: world.tenant.id, ip } },
    registration(world.at.brandSlug, {
      firstName: 'Marit',
      lastName,
      country: 'CY',
      email: `${lastName}-${world.tenant.slug}@clients.example`,
    }),
  );
  if (!seen.id) throw new Error('not registered');
  return { id: seen.id, lastName, ctx: await world.client(seen.id) };
}

const eur = (minor: number | bigint) => ({ minor: BigInt(minor), asset: 'EUR' });

type AccountRow = { id: string; login: string | null };
async function anAccount(world: World, { id }: Client) {
  const rows = await world.rows<AccountRow>(
    `select t.id, t.login from trading_account t join client c on c.tenant_id = t.tenant_id and c.id = t.client_id
     where t.tenant_id = $1 and t.login is not null and t.client_id = $2 order by t.login`,
    [uuidOf(id)],
  );
  const row = rows.length > 0 ? world.chance.pick(rows) : null;
  return row && { id: idFromUuid('tradingAccount', row.id), login: Number(row.login) };
}

const uuidOf = (id: Id<'client'>) => uuidFromId('client', id);

/** The deal action `DEAL_CORRECTION` of MetaTrader 5. */
const correction = 5;
const goodCard = '4242424242424242';
const declinedCard = '4000000000000002';

/** What clients, staff, vendors and time do; the seed picks. */
export const actions: Readonly<Record<string, (world: World, client: Client) => Promise<void>>> = {
  async deposit(world, client) {
    const account = world.chance.roll(0.4) ? await anAccount(world, client) : null;
    const amount = eur(world.chance.between(100, 300) * 100);
    await tried(world, 'deposit', () =>
      startDeposit(client.ctx, {
        amount,
        returnPath: '/t/sim/portal/wallet',
        ...(account ? { targetAccountId: account.id } : {}),
      }),
    );
  },
  async pay(world) {
    const open = await world.rows<{ url: string }>(
      `select redirect_url as url from payment_attempt where tenant_id = $1 and redirect_url is not null and outcome = 'pending_action' order by id`,
    );
    const session = open.length > 0 ? /(cs_test_\w+)/.exec(world.chance.pick(open).url)?.[1] : undefined;
    if (!session) return;
    try {
      const number = world.chance.roll(0.85) ? goodCard : declinedCard;
      world.vendors.stripe.as(world.vendors.merchant.id).pay(session, { number });
      world.chance.note('paid');
    } catch {
      world.chance.note('card refused or page over');
    }
  },
  async openAccount(world, client) {
    await tried(world, 'openAccount', () => openAccount(client.ctx, { offerId: world.offerId }));
  },
  async toAccount(world, client) {
    const account = await anAccount(world, client);
    if (!account) return;
    const amount = eur(world.chance.between(10, 150) * 100);
    await tried(world, 'toAccount', () => moveToAccount(client.ctx, { accountId: account.id, amount }));
  },
  async toWallet(world, client) {
    const account = await anAccount(world, client);
    if (!account) return;
    const amount = eur(world.chance.between(10, 1_000) * 100);
    await tried(world, 'toWallet', () => moveToWallet(client.ctx, { accountId: account.id, amount }));
  },
  async trade(world, client) {
    const account = await anAccount(world, client);
    if (!account) return;
    const { control } = world.platform.emulator;
    const side = world.chance.roll(0.5) ? 'buy' : 'sell';
    if (world.chance.roll(0.4)) control.closeAll(account.login);
    else control.open({ login: account.login, symbol: 'EURUSD', side, lots: '0.10' });
    world.chance.note('traded');
  },
  /** Money above what came by card has to leave by bank: a dealer makes a wrong fill good. */
  async makeGood(world, client) {
    const account = await anAccount(world, client);
    if (!account) return;
    const amount = String(world.chance.between(500, 1_500));
    world.platform.emulator.control.post(account.login, correction, amount, 'price adjustment');
    world.chance.note('made good');
  },
  async withdraw(world, client) {
    const account = world.chance.roll(0.5) ? await anAccount(world, client) : null;
    const amount = eur(world.chance.between(10, account ? 1_200 : 300) * 100);
    const [own] = await world.rows<{ id: string }>(
      `select id from instrument where tenant_id = $1 and client_id = $2 and kind = 'bank' order by id`,
      [uuidOf(client.id)],
    );
    await tried(world, 'withdraw', () =>
      requestWithdrawal(client.ctx, {
        amount,
        ...(account ? { sourceAccountId: account.id } : {}),
        ...(own ? { payoutInstrumentId: idFromUuid('instrument', own.id) } : {}),
      }),
    );
  },
  async cancel(world, client) {
    const mine = await world.rows<{ id: string }>(
      `select id from withdrawal where tenant_id = $1 and client_id = $2 and closed_at is null order by id`,
      [uuidOf(client.id)],
    );
    if (mine.length === 0) return;
    const id = idFromUuid('withdrawal', world.chance.pick(mine).id);
    await tried(world, 'cancel', () => cancelWithdrawal(client.ctx, { id }));
  },
  async decide(world) {
    const waiting = await world.rows<{ id: string }>(
      `select id from approval_request where tenant_id = $1 and state = 'waiting' order by id`,
    );
    if (waiting.length === 0) return;
    for (const one of waiting) {
      const id = idFromUuid('approval', one.id);
      const decision = world.chance.roll(0.9) ? 'approve' : 'reject';
      for (const approver of world.approvers)
        await tried(world, decision, () =>
          decideApproval(approver, { approvalId: id, decision, comment: 'looked at it' }),
        );
    }
  },
  async reviewDeposit(world) {
    const rows = await world.rows<{ id: string }>(
      `select id from deposit where tenant_id = $1 and state = 'in_review' order by id`,
    );
    if (rows.length === 0) return;
    const id = idFromUuid('deposit', world.chance.pick(rows).id);
    const decision = world.chance.roll(0.6) ? 'credit' : 'send_back';
    await tried(world, `deposit ${decision}`, () =>
      decideDeposit(world.chance.pick(world.approvers), { id, decision, reason: 'looked at it' }),
    );
  },
  async bankAccount(world, client) {
    const iban = 'DE89370400440532013000';
    await tried(world, 'bankAccount', async () => {
      const { id } = await addBankAccount(client.ctx, { holderName: `Marit ${client.lastName}`, country: 'DE', iban });
      await verifyInstrument(world.admin, { id, ownership: 'own_name', reason: 'statement seen' });
    });
  },
  async apply(world, client) {
    await tried(world, 'apply', () => apply(world, client));
  },
  async thinkAgain(world, client) {
    await thinkAgain(world, client);
  },
  post: (world) => deliverLetter(world),
  deals: (world) => ingest(world),
  relay: (world) => relay(world),
  async time(world) {
    await world.advance(world.chance.pick([3_000, 20_000, 70_000, 400_000, 1_900_000]));
  },
};
