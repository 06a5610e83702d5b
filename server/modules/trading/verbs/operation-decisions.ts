import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { command } from '@/server/kernel/verb';
import { DecideOperation, RetryOperation } from '../contract';
import { lockAccount } from '../repository/accounts';
import { lockOperation, updateOperation } from '../repository/operations';
import { inFlight, type OperationState } from '../state';
import { amountOf, applied, dataOf, failed, objectOf, Recorded } from './operation-outcome';

/** Both ledgers were on the screen: a person says what happened, a second one agrees. */
export const decideOperation = command({
  name: 'trading.operation.decide',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: DecideOperation,
  output: Recorded,
  approval: async (uow, { id, outcome, platformRef, reason }) => {
    const operation = found(await lockOperation(uow, id), 'operation_not_found');
    await requireReach(uow, 'trading.operation.decide', operation.clientId);
    return {
      needed: 1,
      decideGrant: 'trading.operation.decide',
      summary: `Record that the platform ${outcome === 'applied' ? 'moved' : 'did not move'} the money of ${operation.opId}`,
      object: objectOf(operation),
      client: operation.clientId,
      stake: amountOf(operation),
      policyVersion: 'fixed',
      checks: { state: operation.state, lookups: operation.lookups, platformRef: platformRef ?? null, reason },
    };
  },
  run: async (uow, { id, outcome, platformRef, reason }) => {
    const operation = found(await lockOperation(uow, id), 'operation_not_found');
    const account = found(await lockAccount(uow, operation.accountId), 'account_not_found');
    if (operation.state !== 'unknown') throw new Refusal('conflict', 'operation_not_unknown');
    uow.audit({ object: objectOf(operation), client: operation.clientId, reason, facts: { outcome, platformRef } });
    if (outcome === 'failed') return failed(uow, operation, account, { code: 'decided', text: reason });
    if (!platformRef) throw new Refusal('invalid', 'platform_reference_needed', { field: 'platformRef' });
    return applied(uow, operation, account, { kind: 'applied', platformRef, amount: null, extraRefs: [] });
  },
});

/** A look ahead of its time. */
export const hurryOperation = command({
  name: 'trading.operation.hurry',
  actors: ['staff'],
  input: RetryOperation,
  output: z.object({ id: idSchema('balanceOperation') }),
  run: async (uow, { id, reason }) => {
    const operation = found(await lockOperation(uow, id), 'operation_not_found');
    await requireReach(uow, 'trading.operation.hurry', operation.clientId);
    if (!inFlight.includes(operation.state as OperationState)) throw new Refusal('conflict', 'operation_is_over');
    await updateOperation(uow, id, { nextAt: null });
    uow.audit({ object: objectOf(operation), client: operation.clientId, reason });
    uow.emit({ name: 'trading/operation.requested', data: dataOf(operation) });
    return { id };
  },
});
