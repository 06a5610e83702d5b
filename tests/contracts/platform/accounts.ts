import { describe, expect, test } from 'vitest';
import type { AccountRef } from '@/server/modules/trading/ports';
import { failure, type PlatformHarness, passwords, secret, staged } from './harness';

export function accountsContract(start: () => Promise<PlatformHarness>): void {
  const stage = staged(start);
  const { opId, create, deposit } = stage;

  describe('who may talk to whom', () => {
    test('a wrong password is refused as auth, and nothing was sent', async () => {
      const error = await failure(stage.h.connectAs('wrong_password').listAccounts({ limit: 1 }));
      expect(error.error).toMatchObject({ code: 'auth', outcomeKnown: true });
    });

    test('a server that cannot prove it knows the password gets no request', async () => {
      const port = stage.h.connectAs('impostor');
      const error = await failure(
        port.createAccount({ opId: 'X1', group: stage.h.groups.home, leverage: 30, name: 'A', ...passwords }),
      );
      expect(error.error).toMatchObject({ code: 'auth', outcomeKnown: true });
      expect((await stage.h.port.listAccounts({ limit: 10 })).accounts).toEqual([]);
    });

    test('health tells time and price age', async () => {
      const health = await stage.h.port.health();
      expect(health.ok).toBe(true);
      expect(Math.abs(Date.parse(health.serverTime ?? '') - stage.h.now().getTime())).toBeLessThan(2_000);
      expect(health.lastTickAgeMs).toBeGreaterThanOrEqual(0);
    });
  });

  describe('accounts', () => {
    test('create, read, list by page, and null for nobody', async () => {
      const made = [await create(), await create(), await create()];
      const account = await stage.h.port.getAccount(made[0] as AccountRef);
      expect(account).toMatchObject({
        group: stage.h.groups.home,
        leverage: 30,
        name: 'Ann Example',
        rights: { login: 'enabled', trading: 'full' },
        balance: { amount: '0.00', currency: stage.h.currency },
        equity: { amount: '0.00', currency: stage.h.currency },
      });
      expect(await stage.h.port.getAccount({ ...(made[0] as AccountRef), login: '1' })).toBeNull();
      const first = await stage.h.port.listAccounts({ limit: 2 });
      const second = await stage.h.port.listAccounts({ limit: 2, ...(first.next ? { cursor: first.next } : {}) });
      expect([...first.accounts, ...second.accounts]).toEqual(made);
      expect(second.next).toBeUndefined();
    });

    test('a reserved login makes creation repeatable, and another operation cannot take it', async () => {
      const [id, reservedLogin] = [opId(), stage.h.reserveLogin()];
      const first = await create({ opId: id, reservedLogin });
      expect(first.login).toBe(reservedLogin);
      expect(await create({ opId: id, reservedLogin })).toEqual(first);
      expect((await failure(create({ reservedLogin }))).error).toMatchObject({ code: 'exists', outcomeKnown: true });
      expect((await stage.h.port.listAccounts({ limit: 10 })).accounts).toHaveLength(1);
    });

    test('refusals are typed: missing group, weak password', async () => {
      expect((await failure(create({ group: 'real\\NO-SUCH' }))).error).toMatchObject({
        code: 'not_found',
        outcomeKnown: true,
      });
      const weak = await failure(create({ masterPassword: secret('password') }));
      expect(weak.error).toMatchObject({ code: 'validation', outcomeKnown: true });
    });

    test.each(['lost_after', 'half_frame', 'proxy_after', 'garbled'] as const)(
      '%s at creation: unknown, then found',
      async (kind) => {
        const [id, reservedLogin] = [opId(), stage.h.reserveLogin()];
        stage.h.misfortune(kind, 'create');
        expect((await failure(create({ opId: id, reservedLogin }))).error.outcomeKnown).toBe(false);
        expect(await stage.h.port.findAccountByOp(id, { reservedLogin })).toMatchObject({ login: reservedLogin });
      },
    );

    test('found without a reserved login too, by its key in the group', async () => {
      const id = opId();
      stage.h.misfortune('lost_after', 'create');
      await failure(create({ opId: id }));
      expect(await stage.h.port.findAccountByOp(id, { group: stage.h.groups.home })).not.toBeNull();
      expect(await stage.h.port.findAccountByOp(opId(), { group: stage.h.groups.home })).toBeNull();
    });

    test('lost before commit: unknown, then absent, and the repeat makes one account', async () => {
      const [id, reservedLogin] = [opId(), stage.h.reserveLogin()];
      stage.h.misfortune('lost_before', 'create');
      expect((await failure(create({ opId: id, reservedLogin }))).error.outcomeKnown).toBe(false);
      expect(await stage.h.port.findAccountByOp(id, { reservedLogin })).toBeNull();
      await create({ opId: id, reservedLogin });
      expect((await stage.h.port.listAccounts({ limit: 10 })).accounts).toHaveLength(1);
    });

    test('group, leverage and rights change and are read back; what the server ignores is an error', async () => {
      const account = await create();
      await stage.h.port.setGroup(account, stage.h.groups.other);
      await stage.h.port.setLeverage(account, 100);
      expect(await stage.h.port.getAccount(account)).toMatchObject({ group: stage.h.groups.other, leverage: 100 });
      expect((await failure(stage.h.port.setLeverage(account, 5_000))).error.code).toBe('validation');
      expect((await failure(stage.h.port.setGroup(account, stage.h.groups.otherCurrency))).error.outcomeKnown).toBe(
        true,
      );
      expect(await stage.h.port.getAccount(account)).toMatchObject({ group: stage.h.groups.other, leverage: 100 });
    });

    test('rights: each mode shows as itself, and a password can be changed', async () => {
      const account = await create();
      for (const trading of ['close_only', 'disabled', 'full'] as const) {
        await stage.h.port.setRights(account, { login: 'enabled', trading });
        expect(await stage.h.port.getAccount(account)).toMatchObject({
          group: stage.h.groups.home,
          rights: { login: 'enabled', trading },
        });
      }
      await stage.h.port.setRights(account, { login: 'disabled', trading: 'full' });
      expect(await stage.h.port.getAccount(account)).toMatchObject({ rights: { login: 'disabled' } });
      await stage.h.port.setPassword(account, 'main', secret('Cc3!cccc'));
      expect((await failure(stage.h.port.setPassword(account, 'investor', secret('short')))).error.code).toBe(
        'validation',
      );
    });

    test('close-only: what is open may be closed, nothing may be opened, and a group change keeps it so', async () => {
      const account = await create();
      await deposit(account, '5000.00');
      const position = stage.h.open(account.login, 'buy', '0.10');
      await stage.h.port.setRights(account, { login: 'enabled', trading: 'close_only' });
      await stage.h.port.setGroup(account, stage.h.groups.other);
      expect(await stage.h.port.getAccount(account)).toMatchObject({
        group: stage.h.groups.other,
        rights: { trading: 'close_only' },
      });
      expect(stage.h.canOpen(account.login)).toBe(false);
      expect(stage.h.close(position)).toBe(0);
      await stage.h.port.setRights(account, { login: 'enabled', trading: 'full' });
      expect(stage.h.canOpen(account.login)).toBe(true);
    });

    test('changes of one login do not overwrite each other', async () => {
      const account = await create();
      await Promise.all([
        stage.h.port.setRights(account, { login: 'enabled', trading: 'disabled' }),
        stage.h.port.setRights(account, { login: 'enabled', trading: 'full', mayChangePassword: false }),
        stage.h.port.setLeverage(account, 20),
      ]);
      expect(await stage.h.port.getAccount(account)).toMatchObject({
        leverage: 20,
        rights: { trading: 'full', mayChangePassword: false },
      });
    });
  });
}
