import { Resolver } from 'node:dns/promises';
import type { DnsPort } from '@/server/modules/tenancy/ports';

export const nodeDns: DnsPort = {
  async txt(name) {
    try {
      const resolver = new Resolver({ timeout: 3_000, tries: 2 });
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } catch {
      return null; // no such record, or nobody who knows
    }
  },
};
