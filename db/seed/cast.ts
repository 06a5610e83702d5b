import { type Rng, seededRng } from '@/server/kernel/clock';
import type { Life } from './agenda';
import { Client, type Stage } from './client';
import { type Casting, essentials } from './essentials';
import * as plots from './lives/plots';
import { inventPerson, pickByShare } from './people';
import { days, hours } from './world';

type Shown = { readonly who: string; readonly client: Client };

const usual: readonly { readonly share: number; readonly plot: plots.Plot }[] = [
  { share: 19, plot: plots.looksAround },
  { share: 13, plot: plots.leavesTheForm },
  { share: 9, plot: plots.isRefused },
  { share: 10, plot: plots.staysIdle },
  { share: 5, plot: plots.isDeclined },
  { share: 4, plot: plots.fundsOnly },
  { share: 40, plot: plots.trades },
];

const weekday = [0.55, 1.15, 1.1, 1.05, 1, 0.9, 0.6];
/** By hour of the day in UTC: lunch, and the evening after work. */
const hourly = [2, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 10, 9, 8, 8, 8, 9, 11, 13, 13, 11, 8, 5, 3];

/** More each week, fewer at weekends and by night. */
function arrivalAt(rng: Rng, start: Date, end: Date): Date {
  for (;;) {
    const share = rng.next();
    const at = new Date(start.getTime() + share * (end.getTime() - start.getTime()));
    const growth = (0.6 + share) / 1.6;
    const weight = growth * ((weekday[at.getUTCDay()] ?? 1) / 1.15) * ((hourly[at.getUTCHours()] ?? 1) / 13);
    if (rng.next() < weight) return at;
  }
}

/** An essential part may not begin before the house does, however short its history. */
const cue = ({ before, share }: Casting, start: Date, end: Date): Date =>
  before === undefined
    ? new Date(start.getTime() + (share ?? 0.1) * (end.getTime() - start.getTime()))
    : new Date(Math.max(start.getTime(), end.getTime() - before));

/** Who comes when, and what becomes of them: first those without whom a screen would be empty, then the many. */
export function enter(
  stage: Stage,
  count: number,
  end: Date,
  add: (name: string, at: Date, life: Life) => void,
): { shown: Shown[]; cast: Client[] } {
  const { rng } = stage.world;
  const start = new Date(stage.world.now().getTime() + hours(30));
  const shown: Shown[] = [];
  const cast: Client[] = [];
  for (let number = 1; number <= count; number += 1) {
    const own = seededRng(Math.floor(rng.next() * 2 ** 31));
    const part = essentials[number - 1];
    const client = new Client(stage, inventPerson(own, number, part?.person), part?.who !== undefined);
    cast.push(client);
    if (part?.who) shown.push({ who: part.who, client });
    const at = part ? cue(part, start, end) : arrivalAt(own, start, new Date(end.getTime() - days(1)));
    const plot = part?.plot ?? pickByShare(own, usual).plot;
    add(client.person.email, at, plot({ client, stage, rng: own, end, isHurried: part?.before !== undefined }));
  }
  return { shown, cast };
}
