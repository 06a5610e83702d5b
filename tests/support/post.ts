import { afterAll } from 'vitest';
import { createSmtpAdapter } from '@/server/adapters/mail/smtp/adapter';
import { createMailEmulator } from '@/server/emulators/mail/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { InvariantError } from '@/server/kernel/errors';
import type { Mail, MailPort } from '@/server/modules/identity/ports';

type Options = Pick<Parameters<typeof createMailEmulator>[0], 'inbound'>;

/** A mail server on a real socket, the house's adapter before it, and what has been handed over. */
export async function postOffice(options: Options = {}) {
  const emulator = createMailEmulator({ clock: systemClock, rng: () => systemRng.next(), ...options });
  const listening = await emulator.listen();
  afterAll(() => listening.close());
  const config = { host: '127.0.0.1', port: listening.smtpPort, security: 'none', timeoutMs: 5_000 } as const;
  const adapter = createSmtpAdapter({ config, clock: systemClock, allow: `127.0.0.1:${listening.smtpPort}` });
  const handed: Mail[] = [];
  const counted: MailPort = {
    send: (mail) => {
      handed.push(mail);
      return adapter.send(mail);
    },
  };
  const through = (ctx: Ctx, port: MailPort = counted): Ctx => ({
    ...ctx,
    ports: { ...ctx.ports, mail: { of: async () => port } },
  });
  return { emulator, handed, through, send: counted.send };
}

export const newest = <T>(rows: readonly T[]): T => {
  const row = rows.at(-1);
  if (!row) throw new InvariantError('nothing has arrived');
  return row;
};
