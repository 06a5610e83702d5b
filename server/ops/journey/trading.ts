import { z } from 'zod';
import type { Client, Money } from './portal';
import { mustBe, type Stage } from './story';
import type { PlatformAccount } from './vendors';
import { until } from './waiting';

const Deal = z.object({ ticket: z.string(), entry: z.string().nullable(), symbol: z.string().nullable() });
const Detail = z.object({
  state: z.string(),
  decided: z.object({ trading: z.string() }),
  observed: z.object({ trading: z.string() }).nullable(),
  because: z.array(z.string()),
});

/** Minor units of a decimal text of two digits, without a float in between. */
export const minorOf = (text: string): bigint => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const minor = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0').slice(0, 2));
  return text.startsWith('-') ? -minor : minor;
};

/** A client's account on the platform: what he does in his terminal, and what the product must then know of it. */
export class Trading {
  hasTraded = false;

  private constructor(
    private readonly stage: Stage,
    private readonly client: Client,
    readonly id: string,
    readonly login: number,
  ) {}

  static async open(stage: Stage, client: Client): Promise<Trading> {
    const account = await client.openAccount();
    return new Trading(stage, client, account.id, Number(account.login));
  }

  private platform = (): Promise<PlatformAccount> => this.stage.vendors.platformAccount(this.login);

  /** Credited on the platform and booked to the account's own place in the ledger. */
  async moneyArrives(amount: Money): Promise<void> {
    await this.holds(amount);
  }

  /** The platform's balance and our books say the same amount. */
  async holds(amount: Money): Promise<void> {
    const seen = async () => ({
      platform: minorOf((await this.platform()).balance),
      books: (await this.client.money()).get(`trading:${this.login} ${amount.asset}`) ?? 0n,
    });
    let last = await seen();
    await until(`account ${this.login} to hold ${amount.minor}`, async () => {
      last = await seen();
      return last.platform === amount.minor && last.books === amount.minor;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; the platform has ${last.platform}, the books ${last.books}`);
    });
  }

  private async openPosition(): Promise<string> {
    const { symbol, side } = this.client.person;
    const { retcode, position } = await this.stage.vendors.trade(this.login, symbol, side, '0.01');
    mustBe(retcode === 0 && position !== undefined, `the platform answered ${retcode} to ${side} 0.01 ${symbol}`);
    this.hasTraded = true;
    return position;
  }

  async roundTrip(): Promise<void> {
    const position = await this.openPosition();
    const { retcode } = await this.stage.vendors.closePosition(position);
    mustBe(retcode === 0, `the platform answered ${retcode} to closing ${position}`);
    await this.dealsAreIn(2);
  }

  async openAndKeep(): Promise<void> {
    const before = (await this.deals()).length;
    await this.openPosition();
    await this.dealsAreIn(before + 1);
  }

  private deals = () =>
    this.stage.roster.dealer.all('trading.deals.list', { accountId: this.id, kind: 'trades' }, Deal);

  private async dealsAreIn(count: number): Promise<void> {
    await until(
      `${count} deals of account ${this.login} at the desk`,
      async () => (await this.deals()).length >= count,
    );
  }

  /** Booked by hand on the platform; our books follow, and dealing is asked what it was. */
  async goodwill(whole: number): Promise<void> {
    const before = minorOf((await this.platform()).balance);
    await this.stage.vendors.postByHand(this.login, `${whole}.00`, 'goodwill');
    await this.holds({ minor: before + BigInt(whole * 100), asset: this.client.person.currency });
  }

  async closeAll(): Promise<void> {
    const { positions } = await this.platform();
    for (const { ticket } of positions) {
      const { retcode } = await this.stage.vendors.closePosition(ticket);
      mustBe(retcode === 0, `a position may always be closed, the platform answered ${retcode}`);
    }
    mustBe((await this.platform()).positions.length === 0, 'positions are left open');
  }

  async isCloseOnly(): Promise<void> {
    await until(`account ${this.login} to be close-only on the platform`, async () => {
      const account = await this.stage.roster.dealer.query('trading.accounts.read', { id: this.id }, Detail);
      return account.decided.trading === 'close_only' && account.observed?.trading === 'close_only';
    });
    const { symbol, side } = this.client.person;
    const { retcode } = await this.stage.vendors.trade(this.login, symbol, side, '0.01');
    mustBe(retcode !== 0, 'a close-only account opened a position');
  }
}
