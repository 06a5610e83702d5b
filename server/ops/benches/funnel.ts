import pg from 'pg';
import { z } from 'zod';
import { systemRng } from '@/server/kernel/clock';
import { idFromUuid } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { bank, house, post } from '@/server/modules/ledger';
import { type Bench, hammer, median, percentile, round } from './bench';
import { benchHouse } from './house';
import { pgbenchTps } from './pgbench';

const clients = 8;

/** A command as modules write them: one posting of two legs, audited, with an event. */
const bookFee = command({
  name: 'bench.fee.book',
  actors: ['job'],
  input: z.object({ entity: z.string(), minor: z.bigint(), reference: z.string() }),
  output: z.object({ set: z.string() }),
  run: async (uow, { entity, minor, reference }) => {
    const id = idFromUuid('entity', entity);
    const amount = { minor, asset: 'EUR' };
    const posted = await post(uow, {
      recipe: 'bench.fee',
      reference,
      transfers: [{ debit: bank(id, 'house', 'EUR'), credit: house(id, 'fees', 'EUR'), amount, code: 'fee' }],
    });
    uow.emit({ name: 'bench/fee.booked', data: { set: posted.set } });
    return { set: posted.set };
  },
});

/** The same driver doing pgbench's simple update, one round trip a statement: what Node itself costs. */
async function nodeFloor(ownerUrl: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: clients });
  const { perSecond } = await hammer(clients, seconds, async () => {
    const account = 1 + Math.floor(systemRng.next() * 1_000_000);
    const client = await pool.connect();
    await client.query('begin');
    await client.query('update pgbench_accounts set abalance = abalance + $1 where aid = $2', [1, account]);
    await client.query('select abalance from pgbench_accounts where aid = $1', [account]);
    await client.query(
      'insert into pgbench_history (tid, bid, aid, delta, mtime) values (1, 1, $1, 1, current_timestamp)',
      [account],
    );
    await client.query('commit');
    client.release();
  });
  await pool.end();
  return perSecond;
}

export const bench: Bench = async ({ quick, say }) => {
  const seconds = quick ? 5 : 12;
  const rounds = quick ? 1 : 3;
  const place = await benchHouse(clients + 2);
  try {
    let n = 0;
    const work = () => {
      n += 1;
      const reference = `fee-${n}`;
      return bookFee({ ...place.ctx(), idempotencyKey: reference }, { entity: place.entityId, minor: 150n, reference });
    };
    await hammer(clients, 2, work);
    // As autovacuum does within a minute, and as pgbench does with its own tables.
    await place.admin.query('analyze');
    const ours: number[] = [];
    const floors: number[] = [];
    const nodes: number[] = [];
    let latencies: number[] = [];
    for (let round_ = 0; round_ < rounds; round_ += 1) {
      const floor = await pgbenchTps(place.urls.ownerUrl, clients, seconds, say);
      if (floor !== null) {
        floors.push(floor);
        nodes.push(await nodeFloor(place.urls.ownerUrl, Math.max(3, seconds / 3)));
      }
      const run = await hammer(clients, seconds, work);
      ours.push(run.perSecond);
      latencies = run.latencies;
      say(
        `round ${round_ + 1}: ${Math.round(run.perSecond)} commands/s, pgbench ${floor === null ? 'absent' : Math.round(floor)} tps`,
      );
    }
    const [commandsPerSecond, tps, nodeFloorTps] = [
      median(ours),
      floors.length > 0 ? median(floors) : null,
      nodes.length > 0 ? median(nodes) : null,
    ];
    return {
      commandsPerSecond: round(commandsPerSecond, 0),
      pgbenchTps: tps === null ? null : round(tps, 0),
      ratio: tps === null ? null : round(commandsPerSecond / tps, 3),
      nodeFloorTps: nodeFloorTps === null ? null : round(nodeFloorTps, 0),
      ratioNode: nodeFloorTps === null ? null : round(commandsPerSecond / nodeFloorTps, 3),
      p50Ms: round(percentile(latencies, 0.5)),
      p99Ms: round(percentile(latencies, 0.99)),
      goal: { ratio: 0.3, stretch: 0.4 },
    };
  } finally {
    await place.close();
  }
};
