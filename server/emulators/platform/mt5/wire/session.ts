import type { Duplex } from 'node:stream';
import type { Clock, Rng } from '@/server/kernel/clock';
import type { Manager } from '../types';
import { Challenge } from './challenge';

const ANSWER_WITHIN_MS = 10_000;
const OLDEST_CLIENT = 484;

export type AuthReply = { readonly status: number; readonly body: Readonly<Record<string, string>> | null };

const refused: AuthReply = { status: 403, body: null };
const code = (retcode: string): AuthReply => ({ status: 200, body: { retcode } });

/** The state of one connection; it dies with the socket. */
export class Session {
  #rand: { readonly hex: string; readonly at: number; readonly login: string } | null = null;
  #authenticated = false;
  lastSeen: number;

  constructor(
    readonly id: number,
    readonly socket: Duplex,
    private readonly address: string,
    private readonly clock: Clock,
    private readonly rng: Rng,
  ) {
    this.lastSeen = clock.now().getTime();
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  start(query: URLSearchParams, manager: Manager): AuthReply {
    this.#authenticated = false;
    const [version, agent, login, type] = ['version', 'agent', 'login', 'type'].map((name) => query.get(name) ?? '');
    if (!agent || agent.includes(' ') || !/^\d+$/.test(login ?? '')) return code('3 Invalid parameters');
    if (Number(version) < OLDEST_CLIENT) return code('1010 Old client version');
    if (type !== 'manager') return code('1024 Type is not permitted');
    const allowed = manager.allowedIps === null || manager.allowedIps.includes(this.address);
    if (!allowed) return code('1012 IP address is blocked');
    const hex = Buffer.from(this.rng.bytes(16)).toString('hex');
    this.#rand = { hex, at: this.clock.now().getTime(), login: login ?? '' };
    return { status: 200, body: { retcode: '0 Done', version_access: '4755', srv_rand: hex } };
  }

  /** One attempt for each challenge, ten seconds to make it. */
  answer(query: URLSearchParams, manager: Manager, lie: boolean): AuthReply {
    const asked = this.#rand;
    this.#rand = null;
    const rand = query.get('cli_rand') ?? '';
    if (!asked || this.clock.now().getTime() - asked.at > ANSWER_WITHIN_MS) return refused;
    const challenge = new Challenge(manager.apiPassword);
    if (asked.login !== String(manager.login) || query.get('srv_rand_answer') !== challenge.answerTo(asked.hex))
      return refused;
    if (!/^[0-9a-f]{32}$/i.test(rand)) return code('3 Invalid parameters');
    this.#authenticated = true;
    const proof = lie ? new Challenge(`${manager.apiPassword}?`).answerTo(rand) : challenge.answerTo(rand);
    return {
      status: 200,
      body: { retcode: '0 Done', version_access: '4755', version_trade: '4755', cli_rand_answer: proof },
    };
  }
}
