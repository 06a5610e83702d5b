import { house } from './composition';
import { isLoopback } from './origin';

export type HostMeaning = { kind: 'platform' } | { kind: 'brand'; slug: string; brand: string } | { kind: 'unknown' };

const rememberMs = 60_000;
const known = new Map<string, { meaning: HostMeaning; until: number }>();

function platformHosts(): string[] {
  const named = (process.env.PLATFORM_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase());
  const url = process.env.PUBLIC_URL;
  return [...named, ...(url && URL.canParse(url) ? [new URL(url).hostname] : [])].filter(Boolean);
}

/** The platform's own hosts need no look-up, so the database is asked only for hosts that may be a brand's. */
export function isPlatformHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return isLoopback(name) || platformHosts().includes(name);
}

export async function meaningOf(host: string, now: number): Promise<HostMeaning> {
  const name = host.replace(/:\d+$/, '');
  if (isPlatformHost(name)) return { kind: 'platform' };
  const remembered = known.get(name);
  if (remembered && remembered.until > now) return remembered.meaning;
  const meaning = await lookUp(name);
  // Strangers can name any host: the memory is bounded.
  if (known.size > 5_000) known.clear();
  known.set(name, { meaning, until: now + rememberMs });
  return meaning;
}

async function lookUp(name: string): Promise<HostMeaning> {
  const connection = await (await house()).database.acquire();
  try {
    const { rows } = await connection.query({ text: 'select resolve_domain($1) as found' }, [name]);
    connection.release();
    const found = rows[0]?.found as { slug: string; brand: string } | null; // shape fixed by resolve_domain
    return found ? { kind: 'brand', slug: found.slug, brand: found.brand } : { kind: 'unknown' };
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
}
