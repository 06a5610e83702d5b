import { describe, expect, it } from 'vitest';
import { Agenda, type Life } from '@/db/seed/agenda';
import { ibanOf } from '@/db/seed/ibans';
import { inventPerson } from '@/db/seed/people';
import { inOfficeHours } from '@/db/seed/staff';
import { seededRng } from '@/server/kernel/clock';

describe('the agenda', () => {
  const noon = new Date('2026-03-04T12:00:00Z');
  const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

  it('lets whoever is due first go on, keeps the order of equals, and ends with the history', async () => {
    const agenda = new Agenda();
    const told: string[] = [];
    const story = (name: string, ...minutes: number[]): Life =>
      (async function* () {
        for (const minute of minutes) {
          told.push(name);
          yield at(minute);
        }
        told.push(`${name} ends`);
      })();
    agenda.add('a', at(1), story('a', 5, 100));
    agenda.add('b', at(3), story('b', 4));
    agenda.add('c', at(3), story('c'));
    const moments: number[] = [];
    await agenda.run(
      at(50),
      async (moment) => void moments.push((moment.getTime() - noon.getTime()) / 60_000),
      async () => undefined,
    );
    expect(told).toEqual(['a', 'b', 'c ends', 'b ends', 'a']);
    expect(moments).toEqual([1, 3, 3, 4, 5]);
  });

  it('names a story that breaks and goes on with the others', async () => {
    const agenda = new Agenda();
    const broken: Life = (async function* () {
      yield at(1);
      throw new Error('tripped');
    })();
    agenda.add('unlucky', at(0), broken);
    await agenda.run(
      at(9),
      async () => undefined,
      async () => undefined,
    );
    expect(agenda.failures.join()).toMatch(/^unlucky: Error: tripped/);
  });
});

describe('invented people', () => {
  it('are the same for the same seed, and as a part wants them', () => {
    const again = () => inventPerson(seededRng(5), 1, { country: 'NL', brand: 'merrowby' });
    expect(again()).toEqual(again());
    expect(again()).toMatchObject({ brand: 'merrowby', origin: { country: 'NL' } });
    expect(again().facts.ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it('have bank accounts whose check digits hold', () => {
    const rng = seededRng(9);
    for (const country of ['NL', 'DE', 'FR', 'ES', 'IT', 'PL', 'AE', 'ZA']) {
      const { iban } = ibanOf(rng, country);
      const digits = [...`${iban.slice(4)}${iban.slice(0, 4)}`].map((sign) => Number.parseInt(sign, 36)).join('');
      expect(BigInt(digits) % 97n, iban).toBe(1n);
    }
  });

  it('are served in office hours', () => {
    for (const text of [
      '2026-03-04T02:00:00Z',
      '2026-03-06T20:00:00Z',
      '2026-03-07T10:00:00Z',
      '2026-03-04T09:10:00Z',
    ]) {
      const moment = inOfficeHours(new Date(text), 0.4);
      expect(moment.getTime()).toBeGreaterThanOrEqual(new Date(text).getTime());
      expect([1, 2, 3, 4, 5]).toContain(moment.getUTCDay());
      expect(moment.getUTCHours()).toBeGreaterThanOrEqual(6);
      expect(moment.getUTCHours()).toBeLessThan(16);
    }
  });
});
