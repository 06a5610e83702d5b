import { type LookUpTiming, usualTiming } from './calc';

const seconds = (config: Readonly<Record<string, unknown>>, name: string): number | null => {
  const value = config[name];
  return typeof value === 'number' && value >= 0 ? value * 1_000 : null;
};

/** A connection may say how long its platform takes to commit, and after how long silence is proof. */
export const timingOf = (config: Readonly<Record<string, unknown>>): LookUpTiming => ({
  lookAfterMs: seconds(config, 'lookAfterSeconds') ?? usualTiming.lookAfterMs,
  absentAfterMs: seconds(config, 'absentAfterSeconds') ?? usualTiming.absentAfterMs,
});
