'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Id } from '@/server/kernel/ids';
import { Duplicates, Merges } from './duplicates';

type Records = Answers['clients']['records'];

const touch = columnsOf<Records['touches'][number]>();
const touches = [
  touch.text('moment', 'When', (row) => inWords(row.moment), { fold: 'title' }),
  touch.text('source', 'Source', (row) => row.utmSource ?? row.referrer ?? row.introducerCode, { quiet: true }),
  touch.text('medium', 'Medium', (row) => row.utmMedium, { quiet: true }),
  touch.text('campaign', 'Campaign', (row) => row.utmCampaign ?? row.campaign, { quiet: true }),
  touch.text('page', 'Landed on', (row) => row.landingPage, { quiet: true }),
  touch.time('at', 'At', (row) => row.at),
];
const acceptance = columnsOf<Records['acceptances'][number]>();
const acceptances = [
  acceptance.text('document', 'Text', (row) => inWords(row.document), { fold: 'title', strong: true }),
  acceptance.text('version', 'Version', (row) => row.version, { width: 96, quiet: true }),
  acceptance.text('language', 'Language', (row) => row.language, { width: 88, quiet: true }),
  acceptance.text('ip', 'From', (row) => row.ip, { width: 136, quiet: true }),
  acceptance.id('hash', 'Hash of the text', (row) => row.textHash, { width: 140 }),
  acceptance.time('at', 'Accepted', (row) => row.at, { style: 'date-time' }),
];
const device = columnsOf<Records['devices'][number]>();
const devices = [
  device.text('moment', 'On', (row) => inWords(row.moment), { fold: 'title' }),
  device.text('agent', 'Browser', (row) => row.userAgent, { quiet: true }),
  device.text('ip', 'From', (row) => row.ip, { width: 136, quiet: true }),
  device.time('at', 'At', (row) => row.at),
];
const reference = columnsOf<Records['references'][number]>();
const references = [
  reference.text('system', 'System', (row) => inWords(row.system), { fold: 'title' }),
  reference.text('kind', 'Of', (row) => inWords(row.objectType), { quiet: true }),
  reference.id('id', 'Known there as', (row) => row.externalId, { width: 220 }),
];

/** What cannot be asked again: where he came from, what he accepted, on which devices; and whom else he may be. */
export function RecordsTab({ clientId, base }: { clientId: Id<'client'>; base: string }) {
  const t = useTranslations('desk.client.records');
  const trpc = useTRPC();
  const records = useQuery(trpc.clients.records.queryOptions({ id: clientId }));
  const empty = <EmptyState title={t('none')} />;
  return (
    <Loaded query={records} rows={8}>
      {(found) => (
        <>
          <Duplicates records={found} base={base} />
          <Merges records={found} />
          <Section title={t('touches')}>
            <PlainTable
              label={t('touches')}
              columns={touches}
              rows={found.touches}
              rowId={(row) => row.moment + row.at.getTime()}
              empty={empty}
            />
          </Section>
          <Section title={t('acceptances')}>
            <PlainTable
              label={t('acceptances')}
              columns={acceptances}
              rows={found.acceptances}
              rowId={(row) => row.document + row.version + row.at.getTime()}
              empty={empty}
            />
          </Section>
          <Section title={t('devices')}>
            <PlainTable
              label={t('devices')}
              columns={devices}
              rows={found.devices}
              rowId={(row) => row.moment + row.at.getTime()}
              empty={empty}
            />
          </Section>
          <Section title={t('references')}>
            <PlainTable
              label={t('references')}
              columns={references}
              rows={found.references}
              rowId={(row) => row.system + row.externalId}
              empty={empty}
            />
          </Section>
        </>
      )}
    </Loaded>
  );
}
