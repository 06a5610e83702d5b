import { type Market, type Tick, TickBus, type TickListener } from './market';

const SLICE_MS = 6 * 3_600_000;

/** Several markets as one; a symbol belongs to the first that has it. Recorded majors beside generated crosses, for instance. */
export function combineMarkets(markets: readonly [Market, ...Market[]]): Market {
  const owner = new Map<string, Market>();
  for (const market of markets) for (const symbol of market.symbols) if (!owner.has(symbol)) owner.set(symbol, market);
  const bus = new TickBus();
  let pending: Tick[] = [];
  let now = Math.max(...markets.map((market) => market.now().getTime()));
  for (const market of markets) {
    for (const symbol of market.symbols) {
      const seed = market.quote(symbol);
      if (seed && owner.get(symbol) === market) bus.seed(seed);
    }
    market.on('tick', (tick) => {
      if (owner.get(tick.symbol) === market) pending.push(tick);
    });
  }
  return {
    symbols: [...owner.keys()],
    now: () => new Date(now),
    quote: (symbol) => bus.last(symbol),
    on: (_event: 'tick', listener: TickListener) => bus.on(listener),
    setPace(pace) {
      for (const market of markets) market.setPace(pace);
    },
    advance(to) {
      // In slices, so that months of one market never pile up before another's first tick is sent.
      while (now < to.getTime()) {
        const until = Math.min(now + SLICE_MS, to.getTime());
        for (const market of markets) market.advance(new Date(until));
        const ticks = pending.sort((a, b) => a.at - b.at);
        pending = [];
        for (const tick of ticks) bus.emit(tick);
        now = until;
      }
    },
  };
}
