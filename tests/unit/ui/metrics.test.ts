import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leakKeys } from '@/server/modules/reporting/leak-contract';
import { type MetricKey, metrics } from '@/server/modules/reporting/metric-contract';

const pages = ['home', 'insight', 'leaks'].map((name) => join('app/t/[tenant]/desk/(in)', name));
const sources = pages.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
);
const keys = Object.keys(metrics) as MetricKey[];

describe('the metric registry', () => {
  it('says of each figure its name, its meaning, its source and its owner', () => {
    expect(keys).toEqual(expect.arrayContaining(leakKeys.map((key) => `leak.${key}`)));
    for (const key of keys) {
      const { name, definition, source } = metrics[key];
      expect(name.length, key).toBeGreaterThan(3);
      expect(definition.length, key).toBeGreaterThan(30);
      expect(definition, key).not.toContain('{');
      expect(source.length, key).toBeGreaterThan(8);
    }
  });

  it('is cited by every tile, chart and table of home, insight and the leak board', () => {
    const showing = sources.filter(({ text }) => /<(Figures|BarChart|AreaChart|PlainTable)\b/.test(text));
    expect(showing.length).toBeGreaterThan(5);
    const citing = /<MetricInfo\b|<Head\b[^>]*\bmetric=/s;
    expect(showing.filter(({ text }) => !citing.test(text)).map(({ name }) => name)).toEqual([]);
    // Every figure of a row of figures: as many labels as definitions.
    for (const { name, text } of sources.filter(({ text: of }) => /<Figures\b/.test(of))) {
      const labels = text.match(/\blabel: (?!label\(|label\b)[^\n]*/g) ?? [];
      expect(
        labels.filter((label) => !label.includes('MetricInfo')),
        name,
      ).toEqual([]);
    }
  });

  it('knows every key that is cited', () => {
    const cited = sources.flatMap(({ text }) => [...text.matchAll(/\bmetric="([a-z_.]+)"/g)].map(([, key]) => key));
    expect(cited.length).toBeGreaterThan(5);
    expect(cited.filter((key) => !keys.includes(key as MetricKey))).toEqual([]);
  });
});
