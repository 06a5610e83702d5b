import { editContact } from '@/server/modules/clients';
import type { Life } from './agenda';
import type { Client, Stage } from './client';
import { customers } from './support-day';
import { hours } from './world';

/** A mailbox that is gone and a telephone that said STOP: what support finds on its list in the morning. */
export async function* lostPost({ world, firm }: Stage, cast: readonly Client[], end: Date): Life {
  const agent = firm.staff.support;
  yield new Date(end.getTime() - hours(26));
  const [gone, silent] = (await customers(cast)).reverse();
  if (!gone || !silent) return;
  const reason = 'asked for it on the telephone';
  world.estate.mail.faults.add({ on: 'rcpt', fault: { kind: 'unknown_user' } });
  await editContact(await agent.ctx(), { clientId: gone.id, language: 'en', reason });
  yield new Date(end.getTime() - hours(25));
  const sender = world.estate.sandboxes.list().find(({ tenant }) => tenant === firm.tenant.slug)?.twilio.from;
  if (sender) world.estate.twilio.stop(sender, `+${silent.person.phone.replaceAll(/\D/g, '')}`);
  await editContact(await agent.ctx(), { clientId: silent.id, language: 'en', reason });
}
