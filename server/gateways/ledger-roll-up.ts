import { rollUpHouse } from '@/server/modules/ledger';
import type { Gateway } from './gateways';

const batch = 20_000;

/** Keeps the balances of house accounts at most a second behind; readers add the rest, so being late only costs them time. */
export const ledgerRollUp: Gateway = {
  name: 'ledger-roll-up',
  turn:
    ({ platform }) =>
    async () => {
      const rolled = await platform.transaction(({ db }) => rollUpHouse(db, batch));
      return rolled === batch ? 0 : 1_000;
    },
};
