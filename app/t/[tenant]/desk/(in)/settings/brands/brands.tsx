'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Facts } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { CreateBrand, EditBrand } from './brand-forms';
import { Domains } from './domains';

export type Brand = Answers['tenancy']['brand']['list']['rows'][number];
export type Entity = Answers['tenancy']['entity']['list']['rows'][number];

/** What clients see: a name, a colour that can be read, a picture, a sender and a domain. */
export function Brands() {
  const t = useTranslations('settings.brands');
  const trpc = useTRPC();
  const brands = useQuery(trpc.tenancy.brand.list.queryOptions({}));
  const entities = useQuery(trpc.tenancy.entity.list.queryOptions({}));
  const noLogo = brands.data?.rows.filter((brand) => !brand.logoPng).length ?? 0;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          brands.data ? t.rich('state', { count: brands.data.rows.length, noLogo, b: (text) => <b>{text}</b> }) : null
        }
        actions={
          entities.data ? (
            <CreateBrand entities={entities.data.rows} trigger={<Button variant="primary">{t('add')}</Button>} />
          ) : null
        }
      />
      <PageBody>
        <Loaded query={brands} rows={8}>
          {({ rows }) =>
            rows.map((brand) => (
              <BrandPanel
                key={`${brand.id} ${brand.color} ${brand.name}`}
                brand={brand}
                entity={entities.data?.rows.find((one) => one.id === brand.entityId)}
              />
            ))
          }
        </Loaded>
      </PageBody>
    </>
  );
}

function MakeDefault({ brand, entity }: { brand: Brand; entity: Entity | undefined }) {
  const t = useTranslations('settings.brands');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const { id: brandId, name } = brand;
  return (
    <Confirm
      trigger={
        <Button size="sm" aria-label={`${t('makeDefault')}: ${name}`}>
          {t('makeDefault')}
        </Button>
      }
      title={t('makeDefaultOf', { name })}
      consequence={t('makeDefaultBody', { entity: entity?.name ?? name, currency: entity?.baseCurrency ?? '' })}
      confirmLabel={t('makeDefault')}
      onConfirm={() => inDialog(() => api.tenancy.brand.setDefault.mutate({ brandId }), t('saved'))}
    />
  );
}

function BrandPanel({ brand, entity }: { brand: Brand; entity: Entity | undefined }) {
  const t = useTranslations('settings.brands');
  return (
    <Section
      title={brand.name}
      note={brand.slug}
      aside={
        <span className="flex items-center gap-2">
          {brand.isDefault ? <Badge tone="info">{t('default')}</Badge> : <MakeDefault brand={brand} entity={entity} />}
          <EditBrand brand={brand} trigger={<Button size="sm">{t('edit')}</Button>} />
        </span>
      }
    >
      <Panel>
        <div className="flex flex-wrap items-center gap-6 px-4 py-3">
          {brand.logoPng ? (
            // biome-ignore lint/performance/noImgElement: a small PNG of ours, from the answer itself
            <img
              src={`data:image/png;base64,${brand.logoPng}`}
              alt={t('logoOf', { name: brand.name })}
              className="size-10 rounded-md object-contain"
            />
          ) : (
            <Badge tone="warning">{t('noLogo')}</Badge>
          )}
          <span
            className="inline-flex h-8 items-center rounded-md px-3 font-medium"
            style={{ backgroundColor: brand.color, color: '#ffffff' }}
          >
            {t('sample')}
          </span>
          <Facts
            className="grid min-w-60 flex-1 grid-cols-2 sm:grid-cols-4"
            facts={[
              { label: t('color'), value: <bdi>{brand.color}</bdi> },
              { label: t('entity'), value: entity?.shortName ?? '' },
              { label: t('languages'), value: brand.languages.join(', ') },
              { label: t('sender'), value: brand.senderEmail ?? t('noSender') },
            ]}
          />
        </div>
        <Domains brandId={brand.id} name={brand.name} />
      </Panel>
    </Section>
  );
}
