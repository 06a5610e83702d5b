import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isIban } from '@/server/modules/payments/iban';
import { castOf, fates } from '@/server/ops/journey/cast';
import { listedPerson } from '@/server/ops/journey/lists';
import { ibanOf } from '@/server/ops/journey/portal';
import { minorOf } from '@/server/ops/journey/trading';
import { eachOf, until } from '@/server/ops/journey/waiting';
import { sourceFiles } from '../../support/source-files';

describe('the journey command', () => {
  it('is an outsider: it imports nothing of the product, so that only what goes over the wire can pass', () => {
    const files = sourceFiles().filter(({ path }) => /^server\/ops\/journey(\.ts|\/)/.test(path));
    expect(files.length).toBeGreaterThan(5);
    const imports = files.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => ({ path, from: match[1] ?? '' })),
    );
    const inside = imports.filter(({ from }) => from.startsWith('@/') || /^\.\.\/(?!journey)/.test(from));
    expect(inside).toEqual([]);
  });

  it('tells the same story for the same seed, with every fate in it', () => {
    const [one, same, other] = [castOf(7, 40, ['EURUSD']), castOf(7, 40, ['EURUSD']), castOf(8, 40, ['EURUSD'])];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set(one.map(({ fate }) => fate))).toEqual(new Set(fates));
    expect(new Set(one.map(({ firstName, lastName, n }) => `${firstName} ${lastName} ${n}`)).size).toBe(40);
  });

  it('gives clients bank accounts whose check digits hold', () => {
    for (const n of [1, 7, 49, 500]) expect(isIban(ibanOf(n))).toBe(true);
  });

  it('reads amounts without a float in between', () => {
    expect([minorOf('12.3'), minorOf('-0.05'), minorOf('1000'), minorOf('0.10')]).toEqual([1230n, -5n, 100_000n, 10n]);
  });

  it('takes a listed person with a plain name and a full date of birth from a published file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'journey-lists-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const person = (first: string, second: string, born: string) =>
      `<INDIVIDUAL><FIRST_NAME>${first}</FIRST_NAME><SECOND_NAME>${second}</SECOND_NAME><INDIVIDUAL_DATE_OF_BIRTH>${born}</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>`;
    const people = [
      person('ERIC', 'NO-DATE', '<YEAR>1971</YEAR>'),
      person('MAREVA', 'OSTROGALD', '<DATE>1964-11-23</DATE>'),
    ];
    writeFileSync(join(folder, 'un.xml'), `<CONSOLIDATED_LIST>${people.join('')}</CONSOLIDATED_LIST>`);
    expect(listedPerson(folder, 7)).toEqual({ firstName: 'Mareva', lastName: 'Ostrogald', bornOn: '1964-11-23' });
  });

  it('goes on with the others when one fails, and says what was waited for in vain', async () => {
    const done: number[] = [];
    await eachOf([1, 2, 3, 4], 2, async (n) => {
      if (n !== 2) done.push(n);
    });
    expect(done.sort()).toEqual([1, 3, 4]);
    await expect(until('the sun to rise', async () => null, 0)).rejects.toThrow('the sun to rise');
  });
});
