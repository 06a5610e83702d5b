import { z } from 'zod';
import { isRefusal } from '@/server/kernel/errors';
import { type Id, idFromUuid, idSchema, uuidFromId } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { advance, registerClient, setTierByPolicy } from '@/server/modules/clients';
import {
  addBankAccount,
  applyPspEvent,
  cancelWithdrawal,
  decideDeposit,
  requestWithdrawal,
  startDeposit,
  verifyInstrument,
} from '@/server/modules/payments';
import { ingestDeals, moveToAccount, moveToWallet, openAccount } from '@/server/modules/trading';
import { decideApproval } from '@/server/modules/work';
import { registration } from '../support/registrations';
import type { World } from './world';

export type Client = { readonly id: Id<'client'>; readonly ctx: Awaited<ReturnType<World['client']>> };

const standing = command({
  name: 'test.sim.standing',
  actors: ['job'],
  input: z.object({ id: idSchema('client'), events: z.array(z.enum(['apply', 'approve', 'reject'])) }),
  output: z.object({}),
  run: async (uow, { id, events }) => {
    for (const event of events) await advance(uow, id, 'verification', event, 'simulated review');
    await setTierByPolicy(uow, id, events.includes('reject') ? 'restricted' : 'T2', 'simulated review');
    return {};
  },
});

export async function newClient(world: World, name: string): Promise<Client> {
  // An address of his own: attempts are counted by it.
  const ip = `10.${world.chance.between(0, 255)}.${world.chance.between(0, 255)}.${world.chance.between(1, 254)}`;
  const seen = await registerClient(
    { ...world.job(), request: { id: world.tenant.id, ip } },
    registration(world.at.brandSlug, {
      firstName: 'Marit',
      lastName: name,
      email: `${name}-${world.tenant.slug}@clients.example`,
    }),
  );
  if (!seen.id) throw new Error('not registered');
  await standing(world.job(), { id: seen.id, events: ['apply', 'approve'] });
  return { id: seen.id, ctx: await world.client(seen.id) };
}

/** A refusal is an answer; anything else thrown is a defect of ours. */
async function tried(world: World, name: string, deed: () => Promise<unknown>): Promise<void> {
  world.chance.note(name);
  try {
    await world.byHand(deed);
  } catch (error) {
    // Nobody here types nonsense: an invalid input would mean that the deed itself is never tried.
    if (!isRefusal(error) || (error.kind === 'invalid' && error.reason === 'input_invalid')) throw error;
    world.chance.note(`refused: ${name} ${error.reason}`);
  }
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

const goodCard = '4242424242424242';
const declinedCard = '4000000000000002';

/** What clients, staff, vendors and time do; the seed picks. */
export const actions: Readonly<Record<string, (world: World, client: Client) => Promise<void>>> = {
  async deposit(world, client) {
    const account = world.chance.roll(0.4) ? await anAccount(world, client) : null;
    const amount = eur(world.chance.between(500, 4_000) * 100);
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
    const amount = eur(world.chance.between(10, 700) * 100);
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
  async withdraw(world, client) {
    const account = world.chance.roll(0.5) ? await anAccount(world, client) : null;
    const amount = eur(world.chance.between(10, 800) * 100);
    await tried(world, 'withdraw', () =>
      requestWithdrawal(client.ctx, { amount, ...(account ? { sourceAccountId: account.id } : {}) }),
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
    const id = idFromUuid('approval', world.chance.pick(waiting).id);
    const decision = world.chance.roll(0.85) ? 'approve' : 'reject';
    for (const approver of world.approvers)
      await tried(world, decision, () =>
        decideApproval(approver, { approvalId: id, decision, comment: 'looked at it' }),
      );
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
      const { id } = await addBankAccount(client.ctx, { holderName: 'Marit Sim', country: 'DE', iban });
      await verifyInstrument(world.admin, { id, ownership: 'own_name', reason: 'statement seen' });
    });
  },
  async standing(world, client) {
    const [row] = await world.rows<{ now: string }>(
      'select verification as now from client where tenant_id = $1 and id = $2',
      [uuidOf(client.id)],
    );
    const event = row?.now === 'approved' ? 'reject' : 'approve';
    await tried(world, `kyc ${event}`, () => standing(world.job(), { id: client.id, events: [event] }));
  },
  post: (world) => deliverLetter(world),
  deals: (world) => ingest(world),
  relay: (world) => relay(world),
  async time(world) {
    world.advance(world.chance.pick([3_000, 20_000, 70_000, 400_000, 1_900_000]));
  },
};

/** Webhooks come late, twice, in any order; some never. */
export async function deliverLetter(world: World): Promise<void> {
  await world.vendors.stripe.pump();
  const { letters } = world.vendors;
  if (letters.length === 0) return;
  const at = world.chance.between(0, letters.length - 1);
  const letter = letters[at];
  if (!letter) return;
  if (!world.chance.isTwice()) letters.splice(at, 1);
  if (!world.chance.isCalm && world.chance.roll(0.1)) {
    world.chance.note('webhook lost');
    return;
  }
  const parsed = await world.vendors.cards.parseWebhook(letter.body, letter.headers);
  if (!parsed.verified) return;
  for (const event of parsed.events)
    await tried(world, 'webhook', () => applyPspEvent(world.webhook(), event, world.connections.psp));
}

/** The outbox relay: sends, then deletes; between the two it may die, so that events come twice. */
export async function relay(world: World): Promise<void> {
  const rows = await world.rows<{ id: string; name: string; data: Record<string, unknown> }>(
    'select id::text, name, data from outbox where tenant_id = $1 order by id limit 20',
  );
  for (const row of rows) {
    world.runner.send({ id: `outbox-${row.id}`, name: row.name, data: { ...row.data, tenantId: world.tenant.id } });
    if (world.chance.isTwice()) continue;
    await world.rows('delete from outbox where tenant_id = $1 and id = $2', [row.id]);
  }
}

export async function ingest(world: World): Promise<void> {
  let cursor: string | null = null;
  await tried(world, 'deals', async () => {
    for (let complete = false; !complete; ) {
      const batch: Awaited<ReturnType<typeof ingestDeals>> = await ingestDeals(
        world.job(),
        world.connections.platform,
        cursor,
      );
      ({ cursor, complete } = batch);
    }
  }).catch((error: unknown) => {
    // The stream's own loop takes a broken platform for what it is and looks again.
    if (!(error instanceof Error && error.name === 'PlatformFailure')) throw error;
  });
}
