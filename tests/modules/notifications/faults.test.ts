import { beforeAll, describe, expect, it } from 'vitest';
import { seededRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { listMessages, sendDue, tellOf } from '@/server/modules/notifications';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { later } from '../../support/payer';
import { postOffice } from '../../support/post';
import { telephoned, textsFor } from '../../support/texts';

const seed = Number(process.env.NOTIFICATIONS_SEED ?? 20_261_123);
const clients = 8;
const told = 2;

describe(`mail and texts under faults (seed ${seed})`, () => {
  const rng = seededRng(seed);
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let texts: Awaited<ReturnType<typeof textsFor>>;
  let job: Ctx;
  beforeAll(async () => {
    house = await testBrokerage();
    post = await postOffice();
    texts = await textsFor(house);
    job = post.through(house.job);
  });

  /** A process that may be gone before a hand-over, or right after it: nothing of it settles. */
  function mortal(ctx: Ctx, chance: number) {
    let end: () => void = () => undefined;
    const ended = new Promise<null>((resolve) => {
      end = () => resolve(null);
    });
    const dying =
      <A, R>(call: (given: A) => Promise<R>) =>
      async (given: A): Promise<R> => {
        const fate = rng.next();
        if (fate >= chance) return call(given);
        if (fate < chance / 2) await call(given);
        end();
        return new Promise<R>(() => undefined);
      };
    const sms = { ...texts.port, send: dying(texts.port.send) };
    const ports = {
      ...ctx.ports,
      mail: { of: async () => ({ send: dying(post.send) }) },
      sms: { of: async () => sms },
    };
    return { ctx: { ...ctx, ports }, ended };
  }
  const run = (ctx: Ctx, chance: number, work: (as: Ctx) => Promise<unknown>) => {
    const life = mortal(ctx, chance);
    return Promise.race([work(life.ctx), life.ended]);
  };

  it('each message arrives once and none is lost, whatever breaks and whoever dies', async () => {
    const trouble = [
      ['rcpt', 'greylist', 0.1],
      ['rcpt', 'drop_before', 0.1],
      ['data', 'drop_before', 0.1],
      ['data', 'drop_after', 0.2],
      ['data', 'defer', 0.1],
    ] as const;
    post.emulator.faults.setRates(trouble.map(([on, kind, rate]) => ({ on, fault: { kind }, rate })));
    const wire = [
      ['drop_before', 0.1],
      ['drop_after', 0.2],
      ['status_before', 0.1],
      ['status_after', 0.1],
      ['rate_limit', 0.1],
      ['garbage', 0.1],
    ] as const;
    texts.emulator.faults.setRates([
      ...wire.map(([kind, rate]) => ({ on: 'messages.create', fault: { kind, status: 500 }, rate })),
      { on: 'messages.list', fault: { kind: 'status_before', status: 503 }, rate: 0.4 },
      { on: 'webhook:*', fault: { kind: 'webhook_duplicate' }, rate: 0.3 },
      { on: 'webhook:*', fault: { kind: 'webhook_lost' }, rate: 0.3 },
    ]);
    const people = [];
    for (let i = 0; i < clients; i += 1) people.push(await telephoned(house, `Fault${i}`));
    const events = people.flatMap(({ id }) =>
      Array.from({ length: told }, () => ({
        eventId: newUuid(),
        event: 'clients/contact.changed',
        data: { clientId: id },
      })),
    );
    await Promise.all(events.map((event) => run(job, 0.2, (as) => tellOf(as, event))));
    let minutes = 0;
    const sweep = async (rounds: number, chance: number) => {
      for (let round = 0; round < rounds; round += 1) {
        minutes += 20;
        const at = later(job, minutes);
        // A job that is run again, and two sweeps that overlap.
        const event = events[round % events.length];
        await Promise.all([
          run(at, chance, (as) => sendDue(as, {})),
          run(at, chance, (as) => sendDue(as, {})),
          event ? run(at, chance, (as) => tellOf(as, event)) : null,
        ]);
        await texts.emulator.pump();
      }
    };
    await sweep(8, 0.1);
    post.emulator.faults.clear();
    texts.emulator.faults.clear();
    await sweep(6, 0);
    for (const { id, phone } of people) {
      const { rows } = await listMessages(job, { clientId: id });
      const out = rows.filter(({ channel }) => channel !== 'in_app');
      expect(out.map(({ state }) => state).filter((state) => state !== 'sent' && state !== 'delivered')).toEqual([]);
      const [mail] = out.filter(({ channel }) => channel === 'email');
      const inBox = post.emulator.messages().filter(({ envelope }) => envelope.to.includes(mail?.to ?? ''));
      expect(inBox).toHaveLength(told);
      const onPhone = texts.emulator.texts().filter(({ to }) => to === phone);
      expect(onPhone.map(({ body }) => body).sort()).toEqual(
        out.flatMap(({ channel, words }) => (channel === 'sms' && words ? [words.subject] : [])).sort(),
      );
      expect(onPhone).toHaveLength(told);
    }
  });
});
