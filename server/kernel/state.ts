import { Refusal } from './errors';

/**
 * A transition table: from → event → to. One table per persisted state column; diagrams, steppers and
 * the exhaustive matrix test are generated from it.
 */
export type TransitionTable<S extends string, E extends string> = {
  readonly name: string;
  readonly initial: S;
  readonly states: readonly S[];
  readonly terminal: readonly S[];
  readonly transitions: Readonly<Record<S, Partial<Readonly<Record<E, S>>>>>;
};

export type StateOf<T> = T extends TransitionTable<infer S, string> ? S : never;
export type EventOf<T> = T extends TransitionTable<string, infer E> ? E : never;

export function defineStates<S extends string, E extends string>(
  name: string,
  initial: S,
  transitions: Readonly<Record<S, Partial<Readonly<Record<E, S>>>>>,
): TransitionTable<S, E> {
  const states = Object.keys(transitions) as S[]; // keys of a literal record are its states
  const terminal = states.filter((state) => Object.keys(transitions[state]).length === 0);
  return { name, initial, states, terminal, transitions };
}

/** The state after `event`, or a typed refusal that names the machine, the state and the event. */
export function next<S extends string, E extends string>(table: TransitionTable<S, E>, from: S, event: E): S {
  const to = table.transitions[from]?.[event];
  if (to === undefined) {
    throw new Refusal('conflict', 'transition_not_allowed', { params: { machine: table.name, from, event } });
  }
  return to;
}

export function can<S extends string, E extends string>(table: TransitionTable<S, E>, from: S, event: E): boolean {
  return table.transitions[from]?.[event] !== undefined;
}

export function eventsFrom<S extends string, E extends string>(table: TransitionTable<S, E>, from: S): E[] {
  return Object.keys(table.transitions[from]) as E[]; // keys of the literal record
}

/** Every state that some sequence of events reaches from the initial one. */
export function reachable<S extends string, E extends string>(table: TransitionTable<S, E>): Set<S> {
  const seen = new Set<S>([table.initial]);
  const queue: S[] = [table.initial];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const to of Object.values(table.transitions[state]) as S[]) {
      if (!seen.has(to)) {
        seen.add(to);
        queue.push(to);
      }
    }
  }
  return seen;
}
