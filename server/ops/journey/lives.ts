import type { Fate, Person } from './cast';
import {
  approveWithdrawal,
  confirmHit,
  expire,
  financeIsTold,
  refundsOf,
  refuseListed,
  rejectWithdrawal,
} from './desk';
import type { Listed } from './lists';
import { Client } from './portal';
import { cards, Steps } from './steps';
import { type Ending, mustBe, type Stage, StoryFailed } from './story';
import { until } from './waiting';

/** One client from the first click on, as his fate has it. */
class Life extends Steps {
  async live(): Promise<Ending> {
    const { person } = this.client;
    try {
      await this.client.register();
      const waitsOn = await this.fates[person.fate]();
      const { client, wasVerified, wasFunded, withdrawals } = this;
      const { login = null, hasTraded = false } = this.trading ?? {};
      return { client, login, wasVerified, wasFunded, hasTraded, withdrawals, waitsOn };
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
    refund_fails: () => this.refundFails(),
  };

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

  /** Paid, and then the card's bank sends it back: the account has it again, and finance is told. */
  private async refundFails(): Promise<null> {
    const trading = await this.ready();
    const id = await this.withdraw(this.client.amount(90), trading);
    await this.approvedAndPaid(id, 1);
    this.at('the refund fails after it was paid');
    for (const refund of await refundsOf(this.stage.roster, id)) await this.stage.vendors.failRefund(refund);
    await this.client.withdrawalIs(id, 'returned');
    await trading.holds(this.client.amount(this.client.person.deposit));
    await financeIsTold(this.stage.roster, id);
    return null;
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
}

/** The listed client carries a real listed name; those whom the bank refuses carry the name its emulator refuses. */
export function asCast(person: Person, listed: Listed): Person {
  if (person.fate === 'listed') return { ...person, ...listed };
  return person.fate === 'bank_refuses' ? { ...person, lastName: 'Reject' } : person;
}

export function live(stage: Stage, person: Person): Promise<Ending> {
  return new Life(stage, Client.at(stage.company, person, stage.vendors)).live();
}
