'use client';

import type { Place } from './client';

const headersOf = ({ tenant, surface }: Place) => ({ 'x-tenant': tenant, 'x-surface': surface });

async function post(place: Place, path: string, fields: Record<string, string>): Promise<Response> {
  const headers = headersOf(place);
  const answer = await fetch('/api/auth/csrf', { headers, cache: 'no-store' });
  const { csrfToken } = (await answer.json()) as { csrfToken: string }; // next-auth's documented answer
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}

/** Turns the ticket of a sign-in verb into the session cookie of this surface and tenant. False: too late or used. */
export async function openSessionWith(place: Place, ticket: string): Promise<boolean> {
  const answer = await post(place, 'callback/ticket', { ticket, redirect: 'false' });
  return answer.ok;
}

/** Drops the cookie; call `identity.session.signOut` first, which ends the session itself. */
export async function forgetSession(place: Place): Promise<void> {
  await post(place, 'signout', {});
}
