import { decideReview, openReview, readReview } from '@/server/modules/access';
import type { Life } from './agenda';
import type { Stage } from './client';
import { inOfficeHours } from './staff';
import { days } from './world';

const stillNeeded = ['Same work as last quarter', 'Spoken with the head of desk', 'On the rota until the year ends'];

/** A review before the auditors come: six weeks ago all answered and sealed, last week begun and half answered. */
export async function* accessReviews({ firm }: Stage, end: Date): Life {
  const { administrator, deputyAdministrator } = firm.staff;
  const rounds = [
    { title: 'Before the external audit', daysAgo: 42, share: 1 },
    { title: 'After the reorganisation of the desks', daysAgo: 4, share: 0.5 },
  ];
  for (const { title, daysAgo, share } of rounds) {
    yield inOfficeHours(new Date(end.getTime() - days(daysAgo)));
    const { id } = await openReview(await administrator.ctx(), { title, days: 10 });
    yield inOfficeHours(new Date(end.getTime() - days(daysAgo - 1)));
    const { items } = await readReview(await administrator.ctx(), { id });
    for (const [i, item] of items.slice(0, Math.ceil(items.length * share)).entries()) {
      const answers = item.name === administrator.name ? deputyAdministrator : administrator;
      const reason = stillNeeded[i % stillNeeded.length] ?? '';
      await decideReview(await answers.ctx(true), { id: item.id, decision: 'keep', reason });
    }
  }
}
