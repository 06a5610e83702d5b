import { Refused } from './browser';
import { approveWithdrawal } from './desk';
import type { Client, Money } from './portal';
import { mustBe, type Stage } from './story';
import { Trading } from './trading';
import { until } from './waiting';

export const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
} as const;

/** What most lives have in common: verified, funded, trading, and money that leaves. Each step ends when it can be seen. */
export class Steps {
  protected step = 'register';
  protected readonly withdrawals: string[] = [];
  protected trading: Trading | null = null;
  protected wasVerified = false;
  protected wasFunded = false;

  constructor(
    protected readonly stage: Stage,
    protected readonly client: Client,
  ) {}

  /** Where a failure is said to have happened. */
  protected at(step: string): void {
    this.step = step;
  }

  protected async verified(): Promise<void> {
    this.at('apply');
    await this.client.apply('GREEN');
    this.at('verification');
    await this.client.verificationIs('approved');
    this.wasVerified = true;
  }

  protected async funded(card: string = cards.good, into: Trading | null = null): Promise<void> {
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
  protected async ready(card: string = cards.good): Promise<Trading> {
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

  protected async withdraw(amount: Money, from: Trading | null, bank: string | null = null): Promise<string> {
    this.at('ask for a withdrawal');
    const id = await this.client.withdraw(amount, from?.id ?? null, bank);
    this.withdrawals.push(id);
    return id;
  }

  protected async approvedAndPaid(id: string, people: number): Promise<void> {
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

  /** In the account it came from or, where the platform does not take it, in the wallet; never in between. */
  protected async moneyIsBack(trading: Trading, whole: Money): Promise<void> {
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

  protected async refusal(step: string, attempt: () => Promise<unknown>, reason?: string): Promise<void> {
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
