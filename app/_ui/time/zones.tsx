'use client';

import { createContext, type ReactNode, useContext } from 'react';

export type ZoneName = 'entity' | 'server' | 'utc' | 'local';
/** An IANA zone and the word staff call it by: {zone: 'Asia/Nicosia', label: 'Nicosia'}. */
export type Zone = { zone: string; label: string };
export type Zones = {
  entity: Zone;
  server?: Zone /** The person's own switch: what unlabelled times are shown in. */;
  preferred?: ZoneName;
};

const utc: Zone = { zone: 'UTC', label: 'UTC' };
const ZonesContext = createContext<Zones>({ entity: utc });

export function ZonesProvider({ zones, children }: { zones: Zones; children: ReactNode }) {
  return <ZonesContext.Provider value={zones}>{children}</ZonesContext.Provider>;
}

/** Money and deadlines in entity time, trading in server time, audit in UTC; `local` is the browser's own. */
export function useZone(name?: ZoneName): Zone {
  const zones = useContext(ZonesContext);
  const wanted = name ?? zones.preferred ?? 'entity';
  if (wanted === 'utc') return utc;
  if (wanted === 'server') return zones.server ?? zones.entity;
  if (wanted === 'local') {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { zone: own, label: own.split('/').at(-1)?.replaceAll('_', ' ') ?? own };
  }
  return zones.entity;
}
