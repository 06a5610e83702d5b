'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { inWords } from '@/app/_domain/labels';
import { useTRPCClient } from '@/app/_trpc/client';
import { formatMinor } from '@/app/_ui/number';
import type { PaletteHit, PaletteSearch } from '@/app/_ui/palette-search';
import { exponentOf } from '@/server/kernel/amounts';
import { isId } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';

const perKind = 6;

/** Logins and tickets of platforms. */
const isFigures = (query: string) => /^\d{3,20}$/.test(query);
/** Our numbers, our ids and those of providers are one word with a digit in it; a name or an address is none. */
const isReference = (query: string) => /^(?=.*\d)[\w-]{3,255}$/.test(query);
/** The last four of a card or an account, with or without the dots before them, or an IBAN as it is printed. */
const isInstrument = (query: string) =>
  /^[•*\s]*\w{4}$/.test(query) || /^[A-Za-z]{2}\d{2}[\sA-Za-z\d]{8,40}$/.test(query);

const amountOf = ({ minor, asset }: Money) => `${formatMinor(minor, exponentOf(asset))} ${asset}`;

type Api = ReturnType<typeof useTRPCClient>;
/** What a kind is called, and what it found; what a person may not list answers nothing. */
type Kind = (query: string, signal: AbortSignal) => Promise<readonly Omit<PaletteHit, 'kind'>[]>;

const note = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(', ');

function moneyKinds(api: Api, base: string) {
  const { deposits, withdrawals, disputes, instruments } = api.payments;
  return {
    instrument: async (typed, signal) => {
      if (!isInstrument(typed)) return [];
      const rows = await instruments.find.query({ typed, limit: perKind }, { signal });
      return rows.map((row) => ({
        id: row.id,
        title: row.label,
        note: row.clientName,
        href: `${base}/clients/${row.clientId}`,
      }));
    },
    deposit: async (reference, signal) => {
      if (!isReference(reference)) return [];
      const { rows } = await deposits.list.query({ reference, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: row.id, title: row.number, href: `${base}/payments/deposits/${row.id}` },
        note: note(row.clientName, amountOf(row.requested), inWords(row.state)),
      }));
    },
    withdrawal: async (reference, signal) => {
      if (!isReference(reference)) return [];
      const { rows } = await withdrawals.list.query({ reference, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: row.id, title: row.number, href: `${base}/payments/withdrawals/${row.id}` },
        note: note(row.clientName, amountOf(row.amount), inWords(row.state)),
      }));
    },
    dispute: async (reference, signal) => {
      if (!isReference(reference)) return [];
      const { rows } = await disputes.list.query({ reference, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: row.id, title: row.depositNumber, href: `${base}/payments/disputes/${row.id}` },
        note: note(row.clientName, amountOf(row.amount), inWords(row.state)),
      }));
    },
  } satisfies Record<string, Kind>;
}

function tradingKinds(api: Api, base: string) {
  const { accounts, deals, positions } = api.trading;
  return {
    account: async (login, signal) => {
      if (!isFigures(login)) return [];
      const { rows } = await accounts.list.query({ login, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: row.id, title: row.login ?? row.offerName, href: `${base}/trading/accounts/${row.id}` },
        note: note(row.clientName, row.clientNumber),
      }));
    },
    position: async (ticket, signal) => {
      if (!isFigures(ticket)) return [];
      const { rows } = await positions.list.query({ ticket, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: `position ${row.ticket}`, title: row.ticket, href: `${base}/trading/accounts/${row.accountId}` },
        note: note(row.clientName, row.symbol, row.login),
      }));
    },
    deal: async (ticket, signal) => {
      if (!isFigures(ticket)) return [];
      const { rows } = await deals.list.query({ ticket, limit: perKind }, { signal });
      return rows.flatMap((row) =>
        row.accountId === null
          ? []
          : [
              {
                id: row.id,
                title: row.ticket,
                note: note(row.login, row.symbol),
                href: `${base}/trading/accounts/${row.accountId}`,
              },
            ],
      );
    },
  } satisfies Record<string, Kind>;
}

function deskKinds(api: Api, base: string) {
  return {
    conversation: async (id, signal) => {
      if (!isId('conversation', id)) return [];
      const row = await api.support.conversations.read.query({ id }, { signal });
      return [{ id, title: inWords(row.topic), note: row.clientName, href: `${base}/support/${id}` }];
    },
    request: async (id, signal) => {
      if (!isId('request', id)) return [];
      const row = await api.support.requests.read.query({ id }, { signal });
      return [{ id, title: inWords(row.kind), note: row.clientName, href: `${base}/support/requests/${id}` }];
    },
    application: async (id, signal) => {
      if (!isId('application', id)) return [];
      const row = await api.onboarding.applications.read.query({ id }, { signal });
      return [{ id, title: row.clientName, note: inWords(row.state), href: `${base}/onboarding/${id}` }];
    },
    client: async (typed, signal) => {
      const rows = await api.clients.search.query({ typed, limit: perKind }, { signal });
      return rows.map((row) => ({
        ...{ id: row.id, title: row.name, href: `${base}/clients/${row.id}` },
        note: note(row.number, row.email, row.brand),
      }));
    },
  } satisfies Record<string, Kind>;
}

/**
 * One box: clients by name in any script, number, e-mail or phone; accounts by login; deals and positions by ticket; payments and chargebacks by our
 * number or the provider's; cards and bank accounts by what a caller reads out; threads, requests and applications by their id.
 */
export function useDeskSearch(base: string): PaletteSearch {
  const t = useTranslations('desk.search');
  const api = useTRPCClient();
  return useCallback(
    async (query, signal) => {
      const kinds = { ...tradingKinds(api, base), ...moneyKinds(api, base), ...deskKinds(api, base) };
      const names = Object.keys(kinds) as (keyof typeof kinds)[]; // of the literal above
      const found = await Promise.all(
        names.map(async (kind) => {
          const hits = await kinds[kind](query, signal).catch(() => []);
          return hits.map((hit) => ({ ...hit, kind: t(kind) }));
        }),
      );
      return found.flat();
    },
    [api, base, t],
  );
}
