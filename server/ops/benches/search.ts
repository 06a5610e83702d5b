import { seededRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { searchClients } from '@/server/modules/clients';
import { type Bench, percentile, round } from './bench';
import { million } from './million';

/** What people type, from two letters to a whole reference, in four scripts; `#` is a digit. */
const typed: Readonly<Record<string, readonly string[]>> = {
  latin: [
    'ma',
    'mari',
    'maria',
    'maria silva',
    'lukasz zol',
    'renn',
    'smith anna',
    'garcia jose',
    'marit oosterveld',
    'zimker',
  ],
  cyrillic: ['ив', 'иванов', 'мария петрова', 'щерб', 'юлия цветков', 'ivanov sergey'],
  arabic: ['محمد', 'محمد الأحمد', 'احمد', 'فاطمة حسن', 'muhammad', 'karimi'],
  chinese: ['王', '王小明', '小明', '欧阳', 'wang xiaoming', 'li wei'],
  number: ['C-2####', '2####', 'c-1#####'],
  email: ['user####', 'user####.', 'mail1#.example'],
  phone: ['+49 1##', '+7 4## ##', '####', '####'],
  nothing: ['zzqx', 'maria zzqx', 'nobody@nowhere.example'],
};

export const bench: Bench = async ({ quick, seed, say }) => {
  const place = await million(quick ? 50_000 : 1_000_000, seed, say);
  try {
    const grants = ['clients.*', 'sensitive.*'];
    const scopes = ['all', 'team', 'own'] as const;
    const people: Ctx[] = await Promise.all(scopes.map((scope) => place.staff(grants, scope)));
    const rng = seededRng(seed);
    const fill = (text: string) => text.replaceAll('#', () => String(Math.floor(rng.next() * 10)));
    const all: number[] = [];
    const kinds: { name: string; p50Ms: number; worstMs: number; worst: string }[] = [];
    const rounds = quick ? 3 : 10;
    for (const ctx of people) await searchClients(ctx, { typed: 'maria' });
    for (const [name, texts] of Object.entries(typed)) {
      const took: { ms: number; text: string }[] = [];
      for (let n = 0; n < rounds; n += 1)
        for (const text of texts)
          for (const [at, ctx] of people.entries()) {
            const query = fill(text);
            const from = performance.now();
            await searchClients(ctx, { typed: query });
            took.push({ ms: performance.now() - from, text: `${query} (${scopes[at]})` });
          }
      took.sort((a, b) => a.ms - b.ms);
      const worst = took.at(-1);
      kinds.push({
        name,
        p50Ms: round(
          percentile(
            took.map(({ ms }) => ms),
            0.5,
          ),
          1,
        ),
        worstMs: round(worst?.ms ?? 0, 1),
        worst: worst?.text ?? '',
      });
      all.push(...took.map(({ ms }) => ms));
    }
    all.sort((a, b) => a - b);
    return {
      rows: place.rows,
      searches: all.length,
      p50Ms: round(percentile(all, 0.5), 1),
      p99Ms: round(percentile(all, 0.99), 1),
      kinds,
      goal: { p99Ms: 150 },
    };
  } finally {
    await place.close();
  }
};
