'use client';

import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Attribution } from '@/server/modules/clients/contract';

export type Touch = z.input<typeof Attribution>;

const storageKey = 'first-touch';
const names: Readonly<Record<string, keyof Touch>> = {
  utm_source: 'utmSource',
  utm_medium: 'utmMedium',
  utm_campaign: 'utmCampaign',
  utm_term: 'utmTerm',
  utm_content: 'utmContent',
  click_id: 'clickId',
  gclid: 'clickId',
  fbclid: 'clickId',
  msclkid: 'clickId',
  ref: 'introducerCode',
  ib: 'introducerCode',
};
const longest = 300;

/** What an address and the page before it say about where somebody comes from. */
export function touchOf(address: string, referrer: string): Touch {
  const url = new URL(address);
  const touch: Touch = {};
  for (const [parameter, field] of Object.entries(names)) {
    const value = url.searchParams.get(parameter)?.trim();
    if (value && !touch[field]) touch[field] = value.slice(0, longest);
  }
  if (referrer && new URL(referrer).origin !== url.origin) touch.referrer = referrer.slice(0, longest);
  return { ...touch, landingPage: `${url.pathname}${url.search}`.slice(0, longest) };
}

function remembered(): Touch | null {
  try {
    const text = localStorage.getItem(storageKey);
    return text ? (JSON.parse(text) as Touch) : null; // written below
  } catch {
    return null; // storage is refused in private windows
  }
}

/** The first visit counts: whoever looks around and comes back later still came from where he came from. */
export function useFirstTouch(): Touch {
  const [touch, setTouch] = useState<Touch>({});
  useEffect(() => {
    const known = remembered();
    const first = known ?? touchOf(window.location.href, document.referrer);
    if (!known) {
      try {
        localStorage.setItem(storageKey, JSON.stringify(first));
      } catch {
        // This visit's own facts are enough.
      }
    }
    setTouch(first);
  }, []);
  return touch;
}
