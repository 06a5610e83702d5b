import { enforcedSignOns } from '@/server/kernel/single-sign-on';
import type { Uow } from '@/server/kernel/uow';
import { raiseWork } from '@/server/kernel/work';
import { type ConnectionRecord, storeEnforced, updateConnection } from './repository';
import { storedOf } from './stored';

const dayMs = 86_400_000;

/** One person may open the old way again, because a broken provider keeps everybody else out; others look at it within a day. */
export async function lifted(uow: Uow, row: ConnectionRecord, reason: string): Promise<void> {
  await updateConnection(uow, row.id, { isEnforced: false, breakGlassUserId: null });
  await storeEnforced(
    uow,
    enforcedSignOns(uow.tenant).filter(({ connectionId }) => connectionId !== row.id),
  );
  await raiseWork(uow, {
    kind: 'sso_lifted',
    object: { type: 'ssoConnection', id: row.id },
    title: `Passwords let staff in again beside ${storedOf(row.live)?.settings.name ?? 'single sign-on'}: ${reason}`,
    team: 'administration',
    priority: 1,
    dueAt: new Date(uow.now.getTime() + dayMs),
  });
}
