import { describe, expect, it } from 'vitest';
import { nightOfClients, ringsAt } from '@/server/modules/notifications/quiet';

const at = (text: string) => new Date(`2026-03-${text}Z`);
const rings = (now: string, zone = 'Europe/Berlin', quiet = nightOfClients) => ringsAt(at(now), quiet, zone);

describe('quiet hours', () => {
  it('let through by day and hold back until the morning, before and after midnight', () => {
    expect(rings('10T12:00:00')).toEqual(at('10T12:00:00'));
    expect(rings('10T21:30:00')).toEqual(at('11T07:00:00'));
    expect(rings('11T02:00:00')).toEqual(at('11T07:00:00'));
    expect(rings('11T07:00:00')).toEqual(at('11T07:00:00'));
  });

  it('are hours of the person’s own clock, also on the night that is an hour shorter', () => {
    expect(rings('10T21:30:00', 'America/New_York')).toEqual(at('10T21:30:00'));
    expect(rings('28T22:30:00')).toEqual(at('29T06:00:00'));
  });

  it('may lie within one day, and none are none', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(rings('10T11:30:00', 'Europe/Berlin', noon)).toEqual(at('10T12:00:00'));
    expect(rings('10T12:00:00', 'Europe/Berlin', noon)).toEqual(at('10T12:00:00'));
    expect(ringsAt(at('10T23:00:00'), null, 'UTC')).toEqual(at('10T23:00:00'));
    expect(rings('10T23:00:00', 'UTC', { from: '09:00', to: '09:00' })).toEqual(at('10T23:00:00'));
  });
});
