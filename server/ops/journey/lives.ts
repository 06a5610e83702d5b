import { Refused } from './browser';
import type { Fate, Person } from './cast';
import { approveWithdrawal, confirmHit, expire, refuseListed, rejectWithdrawal } from './desk';
import type { Listed } from './lists';
import { Client, type Money } from './portal';
import { type Ending, mustBe, type Stage, StoryFailed } from './story';
import { Trading } from './trading';
import { until } from './waiting';

const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
} as const;

/** One client from the first click on; `step` is where a failure is said to have happened. */
class Life {
  private step = 'register';
  private readonly withdrawals: string[] = [];
  private trading: Trading | null = null;
  private wasVerified = false;
  private wasFunded = false;

  constructor(
    private readonly stage: Stage,
    private readonly client: Client,
  ) {}

  private at(step: string): void {
    this.step = step;
  }

  async live(): Promise<Ending> {
    const { person } = this.client;
    try {
      await this.client.register();
      const waitsOn = await this.fates[person.fate]();
      const { client, wasVerified, wasFunded, withdrawals } = this;
      return { client, login: this.trading?.login ?? null, wasVerified, wasFunded, withdrawals, waitsOn };
    } catch (error) {
      throw new StoryFailed(person, this.step, error);
    }
  }

  private readonly fates: Record<Fate, () => Promise<string | null>> = {
    happy: () => this.happy(),
    winner: () => this.winner(),
    refused_by_kyc: () => this.refusedByKyc(),
    asked_again: () => this.askedAgain(),
    listed: () => this.listed(),
    declined_card: () => this.declinedCard(),
    charged_twice: () => this.chargedTwice(),
    overdraws: () => this.overdraws(),
    short_of_margin: () => this.shortOfMargin(),
    cancels: () => this.cancels(),
    is_rejected: () => this.isRejected(),
    bank_refuses: () => this.bankRefuses(),
    renewal_refused: () => this.renewalRefused(),
  };

  private async verified(): Promise<void> {
    this.at('apply');
    await this.client.apply('GREEN');
    this.at('verification');
    await this.client.verificationIs('approved');
    this.wasVerified = true;
  }

  private async funded(card: string = cards.good, into: Trading | null = null): Promise<void> {
    this.at('deposit');
    const { client } = this;
    const before = await client.money();
    const deposit = await client.deposit(client.person.deposit, card, into?.id ?? null);
    const wanted = client.amount(client.person.deposit);
    mustBe(deposit.state === 'credited', `the deposit is ${deposit.state} ${deposit.reason ?? ''}`);
    mustBe(deposit.credited?.minor === wanted.minor, `credited ${deposit.credited?.minor} for ${wanted.minor}`);
    this.wasFunded = true;
    if (into) return into.moneyArrives(wanted);
    const kind = `wallet ${wanted.asset}`;
    const after = await client.money();
    const gained = (after.get(kind) ?? 0n) - (before.get(kind) ?? 0n);
    mustBe(gained === wanted.minor, `the wallet gained ${gained} and not ${wanted.minor}`);
  }

  /** Verified, with an account on the platform that holds the deposit. Every other client pays straight into it. */
  private async ready(card: string = cards.good): Promise<Trading> {
    await this.verified();
    this.at('open account');
    this.trading = await Trading.open(this.stage, this.client);
    if (this.client.person.n % 2 === 0) {
      await this.funded(card, this.trading);
      return this.trading;
    }
    await this.funded(card);
    this.at('move money to the account');
    const amount = this.client.amount(this.client.person.deposit);
    await this.client.toAccount(this.trading.id, amount);
    await this.trading.moneyArrives(amount);
    return this.trading;
  }

  private async withdraw(amount: Money, from: Trading | null, bank: string | null = null): Promise<string> {
    this.at('ask for a withdrawal');
    const id = await this.client.withdraw(amount, from?.id ?? null, bank);
    this.withdrawals.push(id);
    return id;
  }

  private async approvedAndPaid(id: string, people: number): Promise<void> {
    const { client } = this;
    this.at('withdrawal in review');
    await client.withdrawalIs(id, 'in_review');
    this.at('withdrawal approved');
    const votes = await approveWithdrawal(this.stage.roster, id);
    mustBe(votes >= people, `${votes} approved where ${people} must`);
    this.at('withdrawal paid');
    const paid = await client.withdrawalIs(id, 'paid');
    mustBe(
      paid.legs.every((leg) => leg.state === 'settled'),
      `legs are ${paid.legs.map((leg) => `${leg.kind} ${leg.state}`).join(', ')}`,
    );
  }

  private async happy(): Promise<null> {
    const trading = await this.ready();
    this.at('trade');
    await trading.roundTrip();
    if (this.client.person.n % 3 === 0) await trading.openAndKeep();
    const id = await this.withdraw(this.client.amount(50), trading);
    await this.approvedAndPaid(id, 1);
    return null;
  }

  /** A dealer's goodwill makes more than was paid in, so what is beyond the card's charge leaves by bank, with two approvals. */
  private async winner(): Promise<null> {
    const trading = await this.ready();
    this.at('trade');
    await trading.roundTrip();
    this.at('goodwill');
    await trading.goodwill(100);
    const bank = await this.client.addBank();
    const id = await this.withdraw(this.client.amount(this.client.person.deposit + 40), trading, bank);
    await this.approvedAndPaid(id, 2);
    const { legs } = await this.client.withdrawalIs(id, 'paid');
    const sum = (kind: string) =>
      legs.filter((leg) => leg.kind === kind).reduce((all, leg) => all + leg.amount.minor, 0n);
    const charge = this.client.amount(this.client.person.deposit).minor;
    mustBe(sum('refund') === charge && sum('bank') === 4_000n, `refund ${sum('refund')}, bank ${sum('bank')}`);
    return null;
  }

  private async refusedByKyc(): Promise<string> {
    this.at('apply');
    await this.client.apply('FORGED');
    this.at('refusal by the provider');
    const { capabilities } = await this.client.verificationIs('rejected');
    mustBe(capabilities.deposit.state === 'denied', 'a refused client may deposit');
    await this.refusal('deposit', () => this.client.deposit(100, cards.good));
    return 'nobody: refused';
  }

  private async askedAgain(): Promise<null> {
    this.at('apply with a blurred document');
    const id = await this.client.apply('BLURRY');
    this.at('asked for better documents');
    await this.client.verificationIs('applying');
    await this.client.sendPapers(id, 'GREEN');
    await this.client.verificationIs('approved');
    this.wasVerified = true;
    await this.funded();
    return null;
  }

  private async listed(): Promise<string> {
    this.at('apply');
    const id = await this.client.apply('GREEN');
    this.at('list match');
    await confirmHit(this.stage.roster, this.client.id);
    this.at('hold');
    await until('the deposit of a listed person to be denied', async () => {
      const { capabilities } = await this.client.standing();
      return capabilities.deposit.state === 'denied' && capabilities.withdraw.state === 'denied';
    });
    this.at('refusal by compliance');
    await refuseListed(this.stage.roster, id);
    return 'compliance: listed person, on hold';
  }

  private async declinedCard(): Promise<null> {
    await this.verified();
    this.at('deposit with a declined card');
    const deposit = await this.client.deposit(this.client.person.deposit, cards.declined);
    mustBe(!['credited', 'in_review'].includes(deposit.state), `a declined card gave ${deposit.state}`);
    const money = await this.client.money();
    mustBe((money.get(`wallet ${this.client.person.currency}`) ?? 0n) === 0n, 'money appeared from a declined card');
    return null;
  }

  /** The PSP says it three times, out of order, under new names, and once before it answers us. */
  private async chargedTwice(): Promise<null> {
    await this.verified();
    this.at('faulty webhooks');
    await this.stage.vendors.stripeFaults([
      { on: 'webhook:payment_intent.succeeded', fault: { kind: 'webhook_duplicate', times: 3 } },
      { on: 'webhook:charge.succeeded', fault: { kind: 'webhook_reorder' } },
      { on: 'webhook:checkout.session.completed', fault: { kind: 'webhook_new_id' } },
      { on: 'webhook:charge.refunded', fault: { kind: 'webhook_before_reply' } },
    ]);
    await this.funded();
    const id = await this.withdraw(this.client.amount(60), null);
    await this.approvedAndPaid(id, 1);
    const left = (await this.client.money()).get(`wallet ${this.client.person.currency}`) ?? 0n;
    const wanted = this.client.amount(this.client.person.deposit - 60).minor;
    mustBe(left === wanted, `the wallet holds ${left} and not ${wanted}`);
    return null;
  }

  private async overdraws(): Promise<null> {
    const trading = await this.ready();
    const tooMuch = this.client.amount(this.client.person.deposit + 1);
    await this.refusal('overdraw the wallet', () => this.client.withdraw(tooMuch, null, null), 'insufficient_balance');
    const id = await this.withdraw(tooMuch, trading);
    this.at('overdraw the account');
    await this.client.withdrawalIs(id, 'failed');
    await trading.holds(this.client.amount(this.client.person.deposit));
    return null;
  }

  private async shortOfMargin(): Promise<null> {
    const trading = await this.ready();
    this.at('trade');
    await trading.openAndKeep();
    const id = await this.withdraw(this.client.amount(this.client.person.deposit), trading);
    this.at('withdraw what margin needs');
    await this.client.withdrawalIs(id, 'failed');
    await trading.holds(this.client.amount(this.client.person.deposit));
    return null;
  }

  private async cancels(): Promise<null> {
    const trading = await this.ready();
    const id = await this.withdraw(this.client.amount(70), trading);
    await this.client.withdrawalIs(id, 'in_review');
    this.at('cancel');
    await this.client.cancel(id);
    await this.client.withdrawalIs(id, 'cancelled');
    await trading.holds(this.client.amount(this.client.person.deposit));
    return null;
  }

  private async isRejected(): Promise<null> {
    const trading = await this.ready();
    const id = await this.withdraw(this.client.amount(80), trading);
    await this.client.withdrawalIs(id, 'in_review');
    this.at('rejection');
    await rejectWithdrawal(this.stage.roster, id);
    await this.client.withdrawalIs(id, 'rejected');
    await trading.holds(this.client.amount(this.client.person.deposit));
    return null;
  }

  /** The refund leaves, the bank says no to the rest: the rest is the client's again. */
  private async bankRefuses(): Promise<null> {
    const trading = await this.ready();
    this.at('goodwill');
    await trading.goodwill(100);
    const bank = await this.client.addBank();
    const id = await this.withdraw(this.client.amount(this.client.person.deposit + 30), trading, bank);
    await this.client.withdrawalIs(id, 'in_review');
    this.at('approved, and the bank refuses');
    await approveWithdrawal(this.stage.roster, id);
    await until(
      'the refund to be settled and the transfer to have failed',
      async () => {
        const { legs } = await this.client.withdrawalIs(id, 'sending', 'partly_paid', 'paid', 'failed', 'rejecting');
        const stateOf = (kind: string) => legs.filter((leg) => leg.kind === kind).map((leg) => leg.state);
        return (
          stateOf('refund').every((state) => state === 'settled') &&
          stateOf('bank').every((state) => state === 'failed')
        );
      },
      240,
    );
    await this.moneyIsBack(trading, this.client.amount(100));
    return null;
  }

  /** In the account it came from or, where the platform does not take it, in the wallet; never in between. */
  private async moneyIsBack(trading: Trading, whole: Money): Promise<void> {
    this.at('money back');
    let seen = '';
    await until(
      `${whole.minor} to be back`,
      async () => {
        const money = await this.client.money();
        seen = [...money].map(([kind, minor]) => `${kind} ${minor}`).join(', ');
        const [wallet, account] = [
          money.get(`wallet ${whole.asset}`),
          money.get(`trading:${trading.login} ${whole.asset}`),
        ];
        return (wallet ?? 0n) + (account ?? 0n) === whole.minor;
      },
      180,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; there is ${seen}`);
    });
  }

  private async renewalRefused(): Promise<string> {
    const trading = await this.ready();
    this.at('trade');
    await trading.openAndKeep();
    this.at('verification expires');
    await expire(this.stage.roster, this.client.id);
    await this.client.verificationIs('expired');
    this.at('renewal with a forged document');
    await this.client.apply('FORGED');
    const { capabilities } = await this.client.verificationIs('rejected');
    mustBe(capabilities.deposit.state === 'denied', 'deposits go on after a refused renewal');
    mustBe(capabilities.openAccount.state === 'denied', 'accounts may be opened after a refused renewal');
    mustBe(capabilities.withdraw.state === 'reviewed', `withdrawals are ${capabilities.withdraw.state}, not reviewed`);
    this.at('close-only on the platform');
    await trading.isCloseOnly();
    await this.refusal('deposit after a refused renewal', () => this.client.deposit(100, cards.good));
    this.at('a position may be closed');
    await trading.closeAll();
    const id = await this.withdraw(this.client.amount(40), trading);
    await this.approvedAndPaid(id, 2);
    return 'himself: renewal refused, close-only';
  }

  private async refusal(step: string, attempt: () => Promise<unknown>, reason?: string): Promise<void> {
    this.at(step);
    try {
      await attempt();
    } catch (error) {
      if (error instanceof Refused && error.kind !== 'broken' && (!reason || error.reason === reason)) return;
      throw error;
    }
    throw new Error('it was not refused');
  }
}

/** The listed client carries a real listed name; those whom the bank refuses carry the name its emulator refuses. */
export function asCast(person: Person, listed: Listed): Person {
  if (person.fate === 'listed') return { ...person, ...listed };
  return person.fate === 'bank_refuses' ? { ...person, lastName: 'Reject' } : person;
}

export function live(stage: Stage, person: Person): Promise<Ending> {
  return new Life(stage, Client.at(stage.company, person, stage.vendors)).live();
}
