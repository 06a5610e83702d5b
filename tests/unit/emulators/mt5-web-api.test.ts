import { afterEach, describe, expect, test } from 'vitest';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator, type Mt5EmulatorOptions } from '@/server/emulators/platform/mt5/emulator';
import { maskMatcher } from '@/server/emulators/platform/mt5/mask';
import { manualClock, seededRng } from '@/server/kernel/clock';
import { answerTo, RawConnection } from './mt5-wire';

const start = new Date('2026-03-04T09:00:00Z');
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function stage(options: Partial<Mt5EmulatorOptions> = {}) {
  const clock = manualClock(start);
  const market = createGenerator({ seed: 1, start });
  const emulator = createMt5Emulator({ clock, rng: seededRng(1), market, ...options });
  closing.push(() => emulator.close());
  const { login, apiPassword } = emulator.manager;
  const connect = () => new RawConnection(emulator.connect());
  const loggedIn = async () => {
    const connection = connect();
    await connection.logIn(login, apiPassword);
    return connection;
  };
  return { clock, market, emulator, connect, loggedIn, login, apiPassword };
}

const passwords = { PassMain: 'Aa1!aaaa', PassInvestor: 'Bb2!bbbb' };
const newUser = '/api/user/add?group=real%5CUSD-STD-500&leverage=100&name=A';

describe('being let in', () => {
  test('the right answer opens this socket and no other', async () => {
    const { connect, login, apiPassword } = stage();
    const one = connect();
    expect((await one.call('/api/test/access')).status).toBe(403);
    const done = await one.logIn(login, apiPassword);
    expect(done.text).toContain(`"cli_rand_answer":"${answerTo(apiPassword, 'ab'.repeat(16))}"`);
    expect((await one.call('/api/test/access')).retcode).toBe('0 Done');
    expect((await connect().call('/api/test/access')).status).toBe(403);
  });

  test('one attempt for a challenge, ten seconds to make it, nobody but the manager', async () => {
    const { connect, clock, login, apiPassword } = stage();
    const connection = connect();
    const begin = async () =>
      /"srv_rand":"(\w+)"/.exec(
        (await connection.call(`/api/auth/start?version=484&agent=T&login=${login}&type=manager`)).text,
      )?.[1] ?? '';
    const answer = async (rand: string, password = apiPassword) =>
      (
        await connection.call(
          `/api/auth/answer?srv_rand_answer=${answerTo(password, rand)}&cli_rand=${'0f'.repeat(16)}`,
        )
      ).status;
    const rand = await begin();
    expect([await answer(rand, 'wrong'), await answer(rand)]).toEqual([403, 403]);
    const late = await begin();
    clock.advance(10_001);
    expect(await answer(late)).toBe(403);
    expect(await answer(await begin())).toBe(200);
    const codes = async (query: string) => (await connection.call(`/api/auth/start?${query}`)).retcode.split(' ')[0];
    expect(await codes('version=100&agent=T&login=1&type=manager')).toBe('1010');
    expect(await codes('version=484&agent=T&login=1&type=client')).toBe('1024');
    expect(await codes('version=484&agent=a%20b&login=1&type=manager')).toBe('3');
  });

  test('a session that was silent for three minutes is cut', async () => {
    const { loggedIn, clock } = stage();
    const connection = await loggedIn();
    clock.advance(179_000);
    expect((await connection.call('/api/test/access')).status).toBe(200);
    clock.advance(181_000);
    await expect(connection.call('/api/test/access')).rejects.toThrow('closed');
  });
});

describe('what the vendor refuses', () => {
  test('accounts: password classes, group, range, repeats, unknown names, silent leverage', async () => {
    const { loggedIn } = stage({ logins: { from: 500, to: 501 } });
    const connection = await loggedIn();
    const add = async (query: string, body: object = passwords) =>
      (await connection.call(`${newUser}${query}`, body)).retcode.split(' ')[0];
    expect(await add('', { ...passwords, PassMain: 'aaaaaaa1' })).toBe('3006');
    expect(await add('', { PassMain: 'Aa1!aaaa' })).toBe('3');
    expect(await add('', { ...passwords, passmain: 'x' })).toBe('3');
    expect(await add('&shoe=44')).toBe('3');
    expect((await connection.call('/api/user/add?group=real%5CNONE&leverage=1&name=A', passwords)).retcode).toMatch(
      /^8 /,
    );
    expect([await add('&login=500'), await add('&login=500'), await add('&login=9')]).toEqual(['0', '3004', '3003']);
    expect([await add(''), await add('')]).toEqual(['0', '3002']);
    const updated = await connection.call('/api/user/update?login=500&leverage=9999');
    expect([updated.retcode, updated.answer.Leverage]).toEqual(['0 Done', '100']);
    expect((await connection.call('/api/user/update?login=500&group=real%5CEUR-STD-500')).retcode).toMatch(/^3010 /);
    expect((await connection.call('/api/user/account/get?login=500')).retcode).toMatch(/^13 /);
    expect((await connection.call('/api/no/such')).status).toBe(404);
  });

  test('money: type, limit, margin, credit, and a comment cut at 31', async () => {
    const { loggedIn } = stage();
    const connection = await loggedIn();
    const login = (await connection.call(newUser, passwords)).answer.Login;
    const post = async (query: string) =>
      (await connection.call(`/api/trade/balance?login=${login}&${query}`)).retcode.split(' ')[0];
    expect(await post('type=7&balance=1')).toBe('3');
    expect(await post('type=2&balance=1000000000.01')).toBe('4005');
    expect(await post('type=2&balance=1.001')).toBe('3');
    expect(await post(`type=2&balance=100.00&comment=${'x'.repeat(40)}`)).toBe('0');
    expect([await post('type=2&balance=-100.01'), await post('type=3&balance=-1')]).toEqual(['10019', '10019']);
    const { list } = await connection.call(`/api/deal/get_batch?login=${login}&from=0&to=9999999999`);
    expect(list[0]).toMatchObject({ Comment: 'x'.repeat(31), Profit: '100.00', Action: '2', Login: login });
    expect(Object.values(list[0] ?? {}).every((value) => typeof value === 'string' || Array.isArray(value))).toBe(true);
  });

  test('selectors, pages and masks', async () => {
    const { loggedIn, emulator } = stage({ maskCap: 4 });
    const connection = await loggedIn();
    const login = Number((await connection.call(newUser, passwords)).answer.Login);
    for (let i = 0; i < 5; i += 1) emulator.control.post(login, 2, '1.00', `${i}`);
    const deals = async (query: string) => connection.call(`/api/deal/${query}`);
    expect((await deals(`get_batch?login=${login}&group=*&from=0&to=1`)).retcode).toMatch(/^3 /);
    expect((await deals(`get_batch?login=${login}`)).retcode).toMatch(/^3 /);
    const range = `login=${login}&from=0&to=9999999999`;
    expect((await deals(`get_page?${range}&offset=0&total=101`)).retcode).toMatch(/^3 /);
    expect((await deals(`get_page?${range}&offset=3&total=100`)).list.map(({ Comment }) => Comment)).toEqual([
      '3',
      '4',
    ]);
    expect((await deals(`get_total?${range}`)).answer).toEqual({ Total: '5' });
    const groups = await connection.call('/api/group/get?mask=*');
    expect([groups.retcode.split(' ')[0], groups.list.length]).toEqual(['14', 4]);
    expect(
      (await connection.call('/api/group/get?mask=real%5CEUR-RETAIL*,!*-CO')).list.map(({ Group }) => Group),
    ).toEqual(['real\\EUR-RETAIL-30']);
    expect(maskMatcher('demo\\*,!demo\\test')('demo\\test')).toBe(false);
  });

  test('ticks since a number are only those that changed; an unknown number gives all', async () => {
    const { loggedIn, market } = stage();
    const connection = await loggedIn();
    const ticks = (id: string) => connection.call(`/api/tick/last?symbol=Forex%5CMajors%5C*&trans_id=${id}`);
    const first = await ticks('0');
    expect(first.list).toHaveLength(7);
    expect((await ticks(first.transId)).list).toEqual([]);
    market.advance(new Date(start.getTime() + 1_500));
    const changed = (await ticks(first.transId)).list.length;
    expect(changed).toBeGreaterThan(0);
    expect((await ticks('99999999999')).list).toHaveLength(7);
    const time = String((await connection.call('/api/time/server')).answer.Time);
    expect(time).toBe(`${Date.parse('2026-03-04T11:00:00Z') / 1000} 2026.03.04 11:00:00`);
  });

  test('a missing right answers 8, and the journal keeps no password', async () => {
    const { loggedIn, emulator } = stage();
    const connection = await loggedIn();
    await connection.call(newUser, passwords);
    emulator.control.setPermissions(['read']);
    expect((await connection.call(newUser, passwords)).retcode).toMatch(/^8 /);
    expect(JSON.stringify(emulator.journal.entries())).not.toContain('Aa1!aaaa');
  });
});
