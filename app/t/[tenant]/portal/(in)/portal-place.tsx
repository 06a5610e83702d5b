'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Id } from '@/server/kernel/ids';

/** Whose portal this is, and where its pages begin. */
export type PortalPlace = { tenant: string; base: string; clientId: Id<'client'>; currency: string };

const PlaceContext = createContext<PortalPlace | null>(null);

export function PlaceProvider({ place, children }: { place: PortalPlace; children: ReactNode }) {
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

export function usePlace(): PortalPlace {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('usePlace needs the layout of the portal');
  return place;
}
