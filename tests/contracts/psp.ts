import { describe } from 'vitest';
import type { Open } from './psp/harness';
import { disputes, refunds } from './psp/returns';
import { authorisations, sales } from './psp/sales';
import { unknowns } from './psp/unknowns';
import { webhooks } from './psp/webhooks';

/** One suite for every PSP that takes money; names follow the conformance scenarios shared by all of them. */
export function pspPaymentContract(name: string, open: Open): void {
  describe(`${name}: taking money`, () => {
    sales(open);
    authorisations(open);
  });
  describe(`${name}: lost and broken replies`, () => unknowns(open));
  describe(`${name}: webhooks`, () => webhooks(open));
  describe(`${name}: giving money back`, () => {
    refunds(open);
    disputes(open);
  });
}
