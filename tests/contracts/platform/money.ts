import { describe, expect, test } from 'vitest';
import { DealReader, MINUTE, type PlatformHarness, staged } from './harness';

export function moneyContract(start: () => Promise<PlatformHarness>): void {
  const stage = staged(start);
  const { opId, create, deposit, withdraw, balanceOf } = stage;

  describe('money', () => {
    test('deposit and withdrawal are applied once with a ticket', async () => {
      const account = await create();
      const result = await deposit(account, '1000.00');
      expect(result).toMatchObject({ status: 'applied', platformRef: expect.stringMatching(/^\d+$/) });
      expect(await withdraw(account, '250.55')).toMatchObject({ status: 'applied' });
      expect(await balanceOf(account)).toBe('749.45');
    });

    test('credit in and out moves credit, not balance', async () => {
      const account = await create();
      const credit = (kind: 'credit_in' | 'credit_out', amount: string) =>
        stage.h.port.balanceOperation({
          opId: opId(),
          account,
          kind,
          amount: { amount, currency: stage.h.currency },
          comment: 'x',
          checkMargin: true,
        });
      expect((await credit('credit_in', '100.00')).status).toBe('applied');
      expect(await credit('credit_out', '150.00')).toMatchObject({
        status: 'rejected',
        error: { code: 'insufficient_funds' },
      });
      expect(await stage.h.port.getAccount(account)).toMatchObject({
        balance: { amount: '0.00' },
        credit: { amount: '100.00' },
        equity: { amount: '100.00' },
      });
    });

    test('more than the balance, more than free margin, finer than a cent, another currency: rejected', async () => {
      const account = await create();
      await deposit(account, '1000.00');
      expect(await withdraw(account, '1000.01')).toMatchObject({
        status: 'rejected',
        error: { code: 'insufficient_funds', outcomeKnown: true },
      });
      stage.h.open(account.login, 'buy', '0.20');
      const free = await stage.h.port.getAccount(account);
      expect(Number(free?.margin.amount)).toBeGreaterThan(0);
      expect(await withdraw(account, '900.00')).toMatchObject({
        status: 'rejected',
        error: { code: 'insufficient_funds' },
      });
      expect((await withdraw(account, '900.00', false)).status).toBe('applied');
      expect(await deposit(account, '1.005')).toMatchObject({ status: 'rejected', error: { code: 'validation' } });
      const foreign = {
        opId: opId(),
        account,
        kind: 'deposit',
        amount: { amount: '5.00', currency: 'JPY' },
        comment: '',
        checkMargin: true,
      } as const;
      expect(await stage.h.port.balanceOperation(foreign)).toMatchObject({
        status: 'rejected',
        error: { code: 'validation' },
      });
      expect(await balanceOf(account)).toBe('100.00');
    });

    test.each(['lost_after', 'half_frame', 'proxy_after', 'garbled'] as const)(
      '%s: unknown, then found, never twice',
      async (kind) => {
        const account = await create();
        const [id, since] = [opId(), stage.h.now().toISOString()];
        stage.h.misfortune(kind, 'balance');
        expect(await deposit(account, '77.00', { opId: id })).toMatchObject({
          status: 'unknown',
          error: { outcomeKnown: false },
        });
        expect(await stage.h.port.findBalanceOperation(id, account, since)).toMatchObject({
          found: true,
          amount: '77.00',
          extraRefs: [],
        });
        expect((await deposit(account, '77.00', { opId: id, attemptedSince: since })).status).toBe('duplicate');
        expect(await balanceOf(account)).toBe('77.00');
      },
    );

    test.each(['lost_before', 'proxy_before'] as const)('%s: unknown, then absent', async (kind) => {
      const account = await create();
      const [id, since] = [opId(), stage.h.now().toISOString()];
      stage.h.misfortune(kind, 'balance');
      expect((await deposit(account, '77.00', { opId: id })).status).toBe('unknown');
      expect(await stage.h.port.findBalanceOperation(id, account, since)).toEqual({ found: false });
      expect((await deposit(account, '77.00', { opId: id, attemptedSince: since })).status).toBe('applied');
      expect(await balanceOf(account)).toBe('77.00');
    });

    test('committed late: absent at the first look, found at a later one, which is why one look is not enough', async () => {
      const account = await create();
      const [id, since] = [opId(), stage.h.now().toISOString()];
      stage.h.misfortune('late_commit', 'balance');
      expect((await deposit(account, '77.00', { opId: id })).status).toBe('unknown');
      expect(await stage.h.port.findBalanceOperation(id, account, since)).toEqual({ found: false });
      stage.h.settleLate();
      expect(await stage.h.port.findBalanceOperation(id, account, since)).toMatchObject({ found: true });
      expect(await balanceOf(account)).toBe('77.00');
    });

    test('posted twice under one key: the second ticket is named', async () => {
      const account = await create();
      const [id, since] = [opId(), stage.h.now().toISOString()];
      await deposit(account, '10.00', { opId: id });
      await deposit(account, '10.00', { opId: id });
      expect(await stage.h.port.findBalanceOperation(id, account, since)).toMatchObject({
        found: true,
        extraRefs: [expect.any(String)],
      });
    });

    test('a long human comment never costs the key', async () => {
      const account = await create();
      const id = opId();
      const operation = {
        opId: id,
        account,
        kind: 'deposit',
        amount: { amount: '5.00', currency: stage.h.currency },
        comment: 'A very long remark that no platform keeps whole',
        checkMargin: true,
      } as const;
      await stage.h.port.balanceOperation(operation);
      const reader = new DealReader(
        stage.h.port,
        stage.h.port.dealCursorAt(new Date(stage.h.now().getTime() - MINUTE)),
      );
      const [deal] = await reader.drain();
      expect(deal).toMatchObject({
        action: 'balance',
        profit: '5.00',
        tag: stage.h.port.operationTag(id),
        login: account.login,
      });
    });
  });
}
