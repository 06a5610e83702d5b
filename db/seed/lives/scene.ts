import { isOpen } from '@/server/emulators/market/sessions';
import type { Rng } from '@/server/kernel/clock';
import type { Client, Stage } from '../client';
import { between } from '../people';
import { inOfficeHours } from '../staff';
import { hours } from '../world';

/** A part of a story that tells those after it how it went. */
export type Act<T = void> = AsyncGenerator<Date, T, void>;

/** What every act knows: who, on which stage, and dice of his own, so that one story does not change another. */
export type Scene = {
  readonly client: Client;
  readonly stage: Stage;
  readonly rng: Rng;
  readonly end: Date;
  /** He has come late and has to be ready when the story ends. */
  readonly isHurried: boolean;
};

export const later = ({ stage }: Scene, ms: number): Date => new Date(stage.world.now().getTime() + ms);

/** A client's hour: some time within the range, never in the dead of night. */
export function soon(scene: Scene, fromHours: number, toHours: number): Date {
  const at = later(scene, hours(fromHours + (toHours - fromHours) * scene.rng.next()));
  const hour = at.getUTCHours();
  if (hour < 5) at.setUTCHours(6 + between(scene.rng, 0, 3), between(scene.rng, 0, 59));
  return at;
}

/** When a colleague gets to it: within office hours, after so many hours. */
export const atOffice = (scene: Scene, fromHours: number, toHours: number): Date =>
  inOfficeHours(later(scene, hours(fromHours + (toHours - fromHours) * scene.rng.next())), scene.rng.next());

/** The last moment at or before `at` in which currencies, gold and indices trade. */
export function whenOpen(at: Date): Date {
  const moment = new Date(at);
  while (!isOpen('fx', moment.getTime()) || !isOpen('index', moment.getTime()))
    moment.setTime(moment.getTime() - hours(1));
  return moment;
}

export const beforeEnd = (scene: Scene, ms: number): Date => new Date(scene.end.getTime() - ms);
