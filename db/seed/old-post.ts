import type { Clock } from '@/server/kernel/clock';
import type { Ports } from '@/server/kernel/ports';
import type { MailPort } from '@/server/modules/identity/ports';

/** So much of the history's post lies in the demo's mailbox; what is older was sent and thrown away long ago. */
const keptMs = 4 * 24 * 3_600_000;

/** Post of months would bury the mailbox. Links are kept whatever their age: the history's people follow them. */
export function withOldPost(ports: Ports, clock: Clock, end: Date): Ports {
  const isOld = () => end.getTime() - clock.now().getTime() > keptMs;
  const without = (port: MailPort): MailPort => ({
    send: async (mail) =>
      isOld() && mail.messageId.endsWith('@notifications') ? { outcome: 'accepted' } : port.send(mail),
  });
  return {
    ...ports,
    mail: { of: async (tenantId) => without(await ports.mail.of(tenantId)) },
    letters: {
      render: async (letter) =>
        isOld() ? { html: letter.subject, text: letter.lines.join('\n') } : ports.letters.render(letter),
    },
  };
}
