import type { z } from 'zod';
import type {
  ChangeRun,
  EngineState,
  HouseHealth,
  JobsOverview,
  RunChanged,
  RunDetail,
  RunFilter,
  RunPage,
} from './console-contract';

/** Decodes a picture from outside and writes it anew, so that nothing but pixels is kept. */
export interface ImagesPort {
  /** PNG of at most `maxBytes` and 512 pixels a side; null when the bytes are no picture we read. */
  toPng(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null>;
}

/** Public records of a host name, to see whether a tenant owns it. */
export interface DnsPort {
  /** Null when the name has no such record or no name server answered. */
  txt(name: string): Promise<readonly string[] | null>;
}

/** The processes of this deployment, as its operators look at them. */
export interface OperationsPort {
  engine(): Promise<z.output<typeof EngineState>>;
  functions(): Promise<z.output<typeof JobsOverview>['functions']>;
  runs(filter: z.output<typeof RunFilter>): Promise<z.output<typeof RunPage>>;
  run(id: string): Promise<z.output<typeof RunDetail> | null>;
  /** `refused`: there is no such run, or it is in no state for this. */
  change(id: string, change: z.output<typeof ChangeRun>['change']): Promise<z.output<typeof RunChanged>['outcome']>;
  worker(): Promise<Pick<z.output<typeof HouseHealth>, 'loops' | 'figures'>>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    images: ImagesPort;
    dns: DnsPort;
    operations: OperationsPort;
  }
}
