import { castOf } from './cast';
import { hire, sandboxReady, signUp, verifyEmail } from './founder';
import { listedPerson, loadLists } from './lists';
import { asCast, live } from './lives';
import { printReport } from './print';
import { findProduct, type Product, startProduct } from './product';
import { type Report, reportOn } from './report';
import { type Ending, type Stage, StoryFailed } from './story';
import { Vendors } from './vendors';
import { eachOf } from './waiting';

export type JourneyOptions = {
  readonly clients: number;
  readonly seed: number;
  /** How many clients live at the same time. */
  readonly width: number;
  readonly ticks?: string;
  readonly lists?: string;
  /** A product that runs already; its data folder says where its vendors are. */
  readonly url?: string;
  readonly data: string;
  readonly isDev: boolean;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
};

/** Progress goes to standard error where the last line of standard output is for a program. */
const speaker = (isJson: boolean) => (line: string) => (isJson ? console.error(line) : console.log(line));

export async function runJourney(options: JourneyOptions): Promise<boolean> {
  const say = speaker(options.isJson);
  let product: Product | null = null;
  const startedAt = performance.now();
  try {
    product = options.url
      ? await findProduct(options.url, options.data)
      : await startProduct({ dev: options.isDev, say, ...(options.ticks ? { ticks: options.ticks } : {}) });
    const report = await tell(product, options, say);
    printReport(report, { ...options, seconds: (performance.now() - startedAt) / 1_000 });
    return report.failures.length === 0;
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    if (options.isJson)
      console.log(JSON.stringify({ journey: 'failed', clients: options.clients, seed: options.seed }));
    return false;
  } finally {
    await product?.stop();
  }
}

/** Chosen so that the same product can hear the story more than once. */
const slugOf = (seed: number): string => `quay-${seed}-${Math.round(performance.timeOrigin).toString(36)}`;

async function tell(product: Product, options: JourneyOptions, say: (line: string) => void): Promise<Report> {
  const folder = await loadLists(product, options.lists);
  const slug = slugOf(options.seed);
  const company = { slug, brand: slug, site: product.url };
  say(`· ${slug} signs up, is connected to its sandbox and hires`);
  const administrator = await signUp(product.url, company);
  const vendors = await Vendors.of(product.emulators, product.emulatorsToken, slug);
  await verifyEmail(vendors, administrator.browser, administrator.email);
  await sandboxReady(administrator);
  const roster = await hire(vendors, administrator, company);
  const stage: Stage = { company, vendors, roster, say };
  const listed = listedPerson(folder, options.seed);
  const quoted = new Set((await vendors.quotes()).map(({ symbol }) => symbol));
  const symbols = ['EURUSD', 'XAUUSD'].filter((symbol) => quoted.has(symbol));
  const people = castOf(options.seed, options.clients, symbols).map((person) => asCast(person, listed));
  const endings: Ending[] = [];
  const failed: StoryFailed[] = [];
  await eachOf(people, options.width, async (person) => {
    if (options.signal.aborted) return;
    try {
      endings.push(await live(stage, person));
      say(
        `✓ ${endings.length + failed.length}/${people.length} ${person.firstName} ${person.lastName}: ${person.fate}`,
      );
    } catch (error) {
      failed.push(error instanceof StoryFailed ? error : new StoryFailed(person, 'unknown', error));
      say(`✗ ${failed.at(-1)?.message}`);
    }
  });
  if (options.signal.aborted) throw new Error('interrupted');
  return reportOn(stage, product, people, endings, failed);
}
