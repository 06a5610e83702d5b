import type { Ctx } from './context';
import { isRefusal } from './errors';

/**
 * A call to the world between two commands: `begin` commits the intent, `call` speaks to the port with no transaction open,
 * `settle` commits what happened. A lost reply is `unknown`, which settle records and a look-up resolves: never a blind retry.
 */
export type EffectSpec<In, Intent, Outcome, Out> = {
  readonly name: string;
  /** null when there is nothing to do (already done, or another worker has it). */
  readonly begin: (ctx: Ctx, input: In) => Promise<Intent | null>;
  readonly call: (ctx: Ctx, intent: Intent) => Promise<Outcome>;
  /** Maps a thrown error to an outcome; must answer `unknown` unless it is certain that nothing was sent. */
  readonly lost: (error: unknown, intent: Intent) => Outcome;
  readonly settle: (ctx: Ctx, intent: Intent, outcome: Outcome) => Promise<Out>;
};

export type Effect<In, Out> = ((ctx: Ctx, input: In) => Promise<Out | null>) & { readonly effectName: string };

export function effect<In, Intent, Outcome, Out>(spec: EffectSpec<In, Intent, Outcome, Out>): Effect<In, Out> {
  const run = async (ctx: Ctx, input: In): Promise<Out | null> => {
    const intent = await spec.begin(fresh(ctx), input);
    if (intent === null) return null;
    let outcome: Outcome;
    try {
      outcome = await spec.call(ctx, intent);
    } catch (error) {
      if (isRefusal(error) && error.kind === 'invalid') throw error; // our own mistake before anything was sent
      ctx.log.error('effect_lost', error, { effect: spec.name });
      outcome = spec.lost(error, intent);
    }
    return spec.settle(fresh(ctx), intent, outcome);
  };
  return Object.assign(run, { effectName: spec.name });
}

/** begin and settle are two commands: the caller's idempotency key belongs to neither, their own rows make them idempotent. */
function fresh(ctx: Ctx): Ctx {
  const { idempotencyKey: _unused, ...rest } = ctx;
  return rest;
}
