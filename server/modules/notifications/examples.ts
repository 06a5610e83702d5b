import { money } from '@/server/kernel/money';
import type { Facts } from './words';

/** What a preview speaks of while no real message of its kind has gone out. */
export const exampleFacts = (now: Date, brand: string): Facts => ({
  brand,
  client: 'Nora Lindqvist',
  amount: money(125_000n, 'EUR'),
  number: 'W-10482',
  login: '500123',
  platform: 'MT5',
  currency: 'EUR',
  leverage: '30',
  date: now,
  document: 'proof of address',
  at: { moment: now },
  device: 'Chrome, Windows',
  place: 'Cyprus, 203.0.113.7',
  asks: 'Please upload a sharper photo of your document.',
  note: '',
  reason: 'We could not confirm your identity.',
  days: '30',
  figures: 'Registered: 34 (before: 28)',
  summary: 'Withdrawal W-10482 of 1,250.00 EUR',
  requester: 'Imani Okafor',
  state: 'approved',
  count: '2',
  list: '\u2022 Your approval is wanted\n\u2022 Books and outside world differ',
  title: 'Deposit waits for a decision',
});
