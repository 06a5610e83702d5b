import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { buttonStyle } from '@/app/_ui/button';
import { BrandMark } from '@/app/_ui/shell/brand-mark';
import { ThemeToggle } from '@/app/_ui/theme-toggle';

const stages = ['acquire', 'convert', 'fund', 'trade', 'risk', 'retain'] as const;

/** The front door of the platform itself. */
export default async function Page() {
  const t = await getTranslations('common.front');
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-6">
      <header className="flex h-16 items-center gap-2 font-semibold">
        <BrandMark brand={{ name: 'Brokerage OS' }} /> Brokerage OS
        <span className="ms-auto" />
        <ThemeToggle />
      </header>
      <main className="flex flex-1 flex-col justify-center gap-10 py-16">
        <div className="max-w-2xl">
          <h1 className="text-3xl tracking-[-0.02em]">{t('title')}</h1>
          <p className="mt-4 text-lg text-muted-foreground">{t('lead')}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Link href="/sign-up" className={buttonStyle({ variant: 'primary' })}>
              {t('start')}
            </Link>
          </div>
        </div>
        <ol className="grid gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3 lg:grid-cols-6">
          {stages.map((stage) => (
            <li key={stage} className="bg-card p-4">
              <h2 className="font-semibold">{t(`stages.${stage}.title`)}</h2>
              <p className="mt-1 text-muted-foreground text-xs">{t(`stages.${stage}.body`)}</p>
            </li>
          ))}
        </ol>
      </main>
      <footer className="border-t py-6 text-subtle text-xs">Apache-2.0</footer>
    </div>
  );
}
