import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { type Owner, recipes } from '@/server/modules/ledger';
import { bareOwner, booked } from '../../support/books';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

function verify(tenant: TestTenant, slug = tenant.slug): Promise<{ code: number | null; said: string }> {
  const { DATABASE_URL: _other, ...env } = process.env;
  const child = spawn('npm', ['run', '--silent', 'verify:ledger', '--', '--tenant', slug], {
    env: { ...env, DATABASE_OWNER_URL: tenant.adminUrl },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

it('the command ends with 0 for a right ledger, and with 1 and the first fault for another', async () => {
  const tenant = await testTenant();
  const [owner] = (await bareOwner(tenant)) as [Owner];
  const amount = { minor: 10_000n, asset: 'EUR' };
  await booked(asJob(tenant), {
    ...recipes.depositApproved({ ...owner, connection: 'con_a' }, amount),
    reference: 'd-1',
  });
  expect(await verify(tenant)).toMatchObject({ code: 0, said: expect.stringContaining('1 transfers verified') });
  await asOwner(tenant, (query) =>
    query(`update ledger_account set posted_minor = 1 where tenant_id = $1 and kind = 'wallet'`, [tenant.id]),
  );
  const broken = await verify(tenant);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain("an account's balance is the sum of its entries: wallet/");
  expect((await verify(tenant, 'no-such-tenant')).code).not.toBe(0);
});
