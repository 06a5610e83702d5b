import type { ReactNode } from 'react';
import { Panel } from '@/app/_ui/panel';

/** A titled sheet on a desk page: the title stands above it, as in the drawn pages. */
export function Section({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-2 flex items-baseline gap-2">
        <h2 className="font-semibold">{title}</h2>
        {note ? <span className="text-muted-foreground text-xs">{note}</span> : null}
      </div>
      <Panel>{children}</Panel>
    </section>
  );
}
