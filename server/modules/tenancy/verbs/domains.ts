import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { toHex } from '@/server/kernel/encoding';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { DomainRow, Host } from '../contract';
import {
  allDomains,
  type DomainRecord,
  deleteDomain,
  findBrand,
  findDomain,
  insertDomain,
  isProvenElsewhere,
  setVerified,
} from '../repository/tenant';

const recordOf = (row: DomainRecord) => ({ name: `_brokerage-os.${row.host}`, value: row.verificationToken });
const ByHost = z.object({ host: Host });

export const listDomains = query({
  name: 'tenancy.domain.list',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: z.object({ rows: z.array(DomainRow) }),
  run: async (read) => ({
    rows: (await allDomains(read)).map((row) => ({
      host: row.host,
      brandId: row.brandId,
      isVerified: row.verifiedAt !== null,
      verifiedAt: row.verifiedAt,
      record: recordOf(row),
    })),
  }),
});

export const addDomain = command({
  name: 'tenancy.domain.add',
  actors: ['staff'],
  stepUp: true,
  input: z.object({ host: Host, brandId: idSchema('brand') }),
  output: z.object({ record: DomainRow.shape.record }),
  run: async (uow, { host, brandId }) => {
    found(await findBrand(uow, brandId), 'brand_not_found');
    const verificationToken = `bos-verify-${toHex(crypto.getRandomValues(new Uint8Array(16)))}`;
    const isNew = await insertDomain(uow, { host, brandId, verificationToken, createdAt: uow.now });
    if (!isNew) throw new Refusal('conflict', 'domain_known', { field: 'host' });
    uow.audit({ object: { type: 'domain', id: host }, changes: { brand: [null, brandId] } });
    return { record: { name: `_brokerage-os.${host}`, value: verificationToken } };
  },
});

/** The look-up is the world's business: a job does it and records what it saw. */
export const requestDomainCheck = command({
  name: 'tenancy.domain.check',
  actors: ['staff'],
  limits: (input) => [{ key: `domain-check/${input.host}`, max: 20, seconds: 3_600 }],
  input: ByHost,
  output: z.object({}),
  run: async (uow, { host }) => {
    found(await findDomain(uow, host), 'domain_not_found');
    uow.audit({ object: { type: 'domain', id: host } });
    uow.emit({ name: 'tenancy/domain.check_requested', data: { host } });
    return {};
  },
});

export const domainToCheck = query({
  name: 'tenancy.domain.to_check',
  actors: ['job'],
  input: ByHost,
  output: DomainRow.shape.record.nullable(),
  run: async (read, { host }) => {
    const row = await findDomain(read, host);
    return row && !row.verifiedAt ? recordOf(row) : null;
  },
});

export const recordDomainCheck = command({
  name: 'tenancy.domain.record_check',
  actors: ['job'],
  input: ByHost.extend({ isProven: z.boolean() }),
  output: z.object({ isVerified: z.boolean() }),
  run: async (uow, { host, isProven }) => {
    const row = found(await findDomain(uow, host), 'domain_not_found');
    const isVerified = isProven && !(await isProvenElsewhere(uow, host));
    if (isVerified && !row.verifiedAt) await setVerified(uow, host);
    uow.audit({ object: { type: 'domain', id: host }, changes: { verified: [row.verifiedAt !== null, isVerified] } });
    return { isVerified };
  },
});

export const removeDomain = command({
  name: 'tenancy.domain.remove',
  actors: ['staff'],
  stepUp: true,
  input: ByHost,
  output: z.object({}),
  run: async (uow, { host }) => {
    if (!(await deleteDomain(uow, host))) throw new Refusal('not_found', 'domain_not_found');
    uow.audit({ object: { type: 'domain', id: host } });
    return {};
  },
});

type Intent = { host: string; record: { name: string; value: string } };

/** Job: looks for the TXT record. No answer proves nothing and changes nothing. */
export const checkDomain = effect<{ host: string }, Intent, boolean, { isVerified: boolean }>({
  name: 'tenancy.domain.look_up',
  begin: async (ctx, { host }) => {
    const record = await domainToCheck(ctx, { host });
    return record && { host, record };
  },
  call: async (ctx: Ctx, { record }) => {
    const values = await ctx.ports.dns.txt(record.name);
    return values?.includes(record.value) ?? false;
  },
  lost: () => false,
  settle: (ctx, { host }, isProven) => recordDomainCheck(ctx, { host, isProven }),
});
