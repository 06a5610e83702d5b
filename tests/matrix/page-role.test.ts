import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { covers } from '@/server/kernel/access';
import { rolePresets } from '@/server/modules/access';
import { routes } from '@/server/transports/trpc/root';

const desk = join(__dirname, '../../app/t/[tenant]/desk/(in)');

/** Page of the menu → the verb without which its entry is not shown (desk-nav.tsx). */
const pages: Readonly<Record<string, string>> = {
  clients: 'clients.client.list',
  segments: 'engagement.segment.list',
  onboarding: 'onboarding.application.list',
  'payments/deposits': 'payments.deposit.list',
  'payments/disputes': 'payments.dispute.list',
  'payments/withdrawals': 'payments.withdrawal.list',
  support: 'support.conversation.list',
  'support/requests': 'support.request.list',
  'support/macros': 'support.macro.list',
  'trading/accounts': 'trading.account.list',
  'trading/offers': 'trading.offer.list',
  risk: 'risk.exposure.snapshot',
  approvals: 'work.approval.list',
  audit: 'audit.entry.list',
  'audit/disclosures': 'disclosures.disclosure.list',
};

type Route = { readonly spec?: { readonly name: string }; readonly [name: string]: unknown };

/** `trading.offers.list` as a screen says it → `trading.offer.list`, the verb. */
function verbAt(path: string): string {
  const found = path.split('.').reduce<unknown>((at, part) => (at as Route | undefined)?.[part], routes); // names to verbs, nested
  const name = (found as Route | undefined)?.spec?.name;
  if (!name) throw new Error(`no verb at ${path}`);
  return name;
}

/** What the files of a page ask for by query: its first paint and what opens on it. */
function asksOf(page: string): string[] {
  const folder = join(desk, page);
  const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name));
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const asked = [...text.matchAll(/trpc\.([\w.]+)\.(?:queryOptions|infiniteQueryOptions)/g)].map(
    ([, path = '']) => path,
  );
  return [...new Set(asked)].map(verbAt);
}

describe('whoever sees a page in the menu may read what it shows', () => {
  it.each(Object.entries(pages))('%s', (page, entry) => {
    const asks = asksOf(page);
    const refused = rolePresets
      .filter(({ grants }) => grants.some((grant) => covers(grant, entry)))
      .flatMap(({ key, grants }) =>
        asks.filter((verb) => !grants.some((grant) => covers(grant, verb))).map((verb) => `${key}: ${verb}`),
      );
    expect(refused).toEqual([]);
  });

  it('finds what pages ask for', () => {
    expect(asksOf('trading/offers')).toContain('tenancy.entity.list');
  });
});
