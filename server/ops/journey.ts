import { parseArgs } from 'node:util';
import { runJourney } from './journey/run';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '50' },
    seed: { type: 'string', default: '7' },
    ticks: { type: 'string' },
    lists: { type: 'string' },
    url: { type: 'string' },
    data: { type: 'string', default: process.env.BOS_DATA_DIR ?? 'data' },
    width: { type: 'string', default: '4' },
    dev: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});

/** Signals end the story, and whatever it has started ends with it. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const isGood = await runJourney({
  clients: Number(values.clients),
  seed: Number(values.seed),
  width: Number(values.width),
  data: values.data,
  isDev: values.dev === true,
  isJson: values.json === true,
  ...(values.ticks ? { ticks: values.ticks } : {}),
  ...(values.lists ? { lists: values.lists } : {}),
  ...(values.url ? { url: values.url } : {}),
  signal: interrupted.signal,
});
process.exit(isGood ? 0 : 1);
