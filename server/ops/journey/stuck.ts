import { z } from 'zod';
import type { Finding } from './report';
import type { Ending, Stage } from './story';
import { until } from './waiting';

const Of = z.object({ id: z.string(), clientId: z.string(), state: z.string() });
const Operation = z.object({ id: z.string(), login: z.string().nullable(), state: z.string(), purpose: z.string() });
const Item = z.object({ clientId: z.string().nullable(), kind: z.string(), waitingOn: z.string(), state: z.string() });

const unfinished = {
  'payments.deposits.list': ['processing', 'in_review'],
  'payments.withdrawals.list': ['collecting', 'checking', 'in_review', 'approved', 'sending', 'rejecting'],
  'trading.accounts.list': ['provisioning', 'failed'],
  'onboarding.applications.list': ['submitted', 'checking', 'in_review'],
} as const;

/** Whoever neither moves on, nor waits for somebody who is named, nor is done. */
export async function stuckClients(stage: Stage, endings: readonly Ending[]): Promise<Finding[]> {
  let last: Finding[] = [];
  // Jobs may be on their last step when the stories end; what is still open a little later stands still.
  await until(
    'everything to come to rest',
    async () => {
      last = await open(stage, endings);
      return last.length === 0;
    },
    90,
  ).catch(() => undefined);
  return last;
}

async function open(stage: Stage, endings: readonly Ending[]): Promise<Finding[]> {
  const { administrator, dealer } = stage.roster;
  const items = await administrator.all(
    'work.item.list',
    { view: 'all', states: ['open', 'claimed', 'escalated'] },
    Item,
  );
  const known = new Map(endings.map((one) => [one.client.id, one]));
  const isWaitedFor = (clientId: string) =>
    items.some((item) => item.clientId === clientId && item.waitingOn !== '') || known.get(clientId)?.waitsOn != null;
  const findings: Finding[] = [];
  const who = (clientId: string) => {
    const person = known.get(clientId)?.client.person;
    return person ? `client ${person.n} (${person.fate})` : clientId;
  };
  for (const [list, states] of Object.entries(unfinished))
    for (const row of await administrator.all(list, {}, Of))
      if ((states as readonly string[]).includes(row.state) && !isWaitedFor(row.clientId))
        findings.push({ who: who(row.clientId), step: list.replace('.list', ''), what: `${row.id} is ${row.state}` });
  const operations = await dealer.all('trading.operations.list', { states: ['intent', 'sent', 'unknown'] }, Operation);
  for (const { id, login, state, purpose } of operations)
    findings.push({ who: `account ${login}`, step: 'money on the platform', what: `${purpose} ${id} is ${state}` });
  return findings;
}
