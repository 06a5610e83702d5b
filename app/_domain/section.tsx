import type { ReactNode } from 'react';
import { Panel } from '@/app/_ui/panel';

type Props = { title: ReactNode; note?: ReactNode; aside?: ReactNode; children: ReactNode };

/** A titled sheet on a desk page: the title stands above it, as in the drawn pages. */
export function Section({ title, note, aside, children }: Props) {
  return (
    <section>
      <div className="mb-2 flex items-baseline gap-2">
        <h2 className="font-semibold">{title}</h2>
        {note ? <span className="text-muted-foreground text-xs">{note}</span> : null}
        {aside ? <span className="ms-auto text-muted-foreground text-xs">{aside}</span> : null}
      </div>
      <Panel>{children}</Panel>
    </section>
  );
}
