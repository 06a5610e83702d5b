'use client';

import {
  ArrowDown,
  ArrowLeftRight,
  ArrowUp,
  CandlestickChart,
  CircleHelp,
  House,
  List,
  MessageCircle,
  Wallet,
} from 'lucide-react';
import { brandStyle } from '@/app/_ui/brand/brand-style';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { PortalShell } from '@/app/_ui/shell/portal-shell';
import { PathBar, Stepper } from '@/app/_ui/stepper';

const base = '/platform/design';
const nav = [
  { href: `${base}/portal`, label: 'Home', icon: <House aria-hidden /> },
  { href: `${base}/wallet`, label: 'Wallet', icon: <Wallet aria-hidden /> },
  { href: `${base}/accounts`, label: 'Accounts', icon: <CandlestickChart aria-hidden /> },
  { href: `${base}/history`, label: 'History', icon: <List aria-hidden /> },
  { href: `${base}/help`, label: 'Help', icon: <CircleHelp aria-hidden /> },
];
const eur = (minor: bigint, sign: 'auto' | 'always' = 'auto') => <Money value={{ minor, asset: 'EUR' }} sign={sign} />;

export function PortalView() {
  return (
    <PortalShell
      label="Portal"
      brand={{ name: 'Merrow FX' }}
      brandStyle={brandStyle({
        brand: 'oklch(0.45 0.15 278)',
        brandForeground: 'oklch(0.99 0.005 278)',
        dark: { brand: 'oklch(0.76 0.1 282)', brandForeground: 'oklch(0.19 0.04 280)' },
      })}
      nav={nav}
      messages={{ href: `${base}/messages`, label: 'Messages, 1 new', unread: 1 }}
      profile={{ href: `${base}/profile`, label: 'Marit, profile and security' }}
      legal="CFDs are complex instruments and come with a high risk of losing money rapidly due to leverage. 71 % of retail accounts lose money when trading CFDs with this provider. Merrowby (CY) Ltd. Times are Nicosia time, yours less 1 h."
    >
      <div className="flex flex-col gap-4 min-[960px]:gap-6">
        <section className="px-1 pt-1 min-[960px]:p-0">
          <h1 className="text-balance text-2xl tracking-[-0.02em] min-[960px]:text-[32px] min-[960px]:leading-10">
            You are verified and trading.
          </h1>
          <p className="mt-1 text-muted-foreground">
            4,850.00 EUR is on its way to you. There is one thing you can do to speed it up.
          </p>
          <PathBar
            label="Your path"
            className="mt-4 max-w-164"
            steps={['Joined', 'Verified', 'Funded', 'Trading'].map((label) => ({
              id: label,
              label,
              state: 'done' as const,
            }))}
          />
        </section>
        <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-[minmax(0,1fr)_400px] min-[960px]:items-start min-[960px]:gap-6">
          <div className="contents flex-col gap-6 min-[960px]:flex">
            <Card className="order-1 border-[color-mix(in_oklab,var(--brand)_35%,var(--border))]">
              <CardBody>
                <p className="font-medium text-primary text-sm">Next step, 2 min</p>
                <h2 className="text-lg tracking-[-0.01em] min-[960px]:text-xl">Show that account •• 8831 is yours</h2>
                <p className="mt-1 mb-4 text-muted-foreground">
                  You changed your bank account yesterday. A photo of one statement page with your name lets us stop
                  checking by hand. We usually answer in 1 h.
                </p>
                <Button variant="primary" className="max-sm:w-full">
                  Add a statement page
                </Button>
              </CardBody>
            </Card>
            <Card className="order-3">
              <CardHeader
                title="Your withdrawal"
                aside={<span className="font-semibold text-base">{eur(485000n)}</span>}
              />
              <Stepper
                className="px-4 pt-1 pb-3 sm:px-6"
                items={[
                  { id: '1', title: 'You asked for it', state: 'done', when: '13:31' },
                  { id: '2', title: 'First check passed', state: 'done', when: '13:58' },
                  {
                    id: '3',
                    title: 'Second check',
                    state: 'now',
                    when: 'by 15:30',
                    note: 'With us since 13:58. It usually takes 1 h 20 min. You have nothing to do.',
                  },
                  { id: '4', title: 'Sent', state: 'next', when: 'today 16:00' },
                  {
                    id: '5',
                    title: 'With you',
                    state: 'next',
                    when: 'by Wed 18:00',
                    note: (
                      <>
                        {eur(365000n)} to bank account •• 8831 by Wednesday, {eur(120000n)} to Card •• 4242 in 1 to 3
                        working days.
                      </>
                    ),
                  },
                ]}
              />
              <CardBody className="border-t py-3">
                <Button className="w-full">Cancel and keep it in the wallet</Button>
                <p className="mt-2 text-center text-muted-foreground text-sm">Possible until it is sent, today 16:00</p>
              </CardBody>
            </Card>
            <Card className="order-4">
              <CardHeader
                title="Trading accounts"
                aside={<span className="font-medium text-primary">Open another</span>}
              />
              <ListRow
                className="border-t"
                title="Raw, EUR"
                value={eur(821466n)}
                note="700388 on MT5, 1:30"
                valueNote={
                  <>
                    3 open, <Money value={{ minor: -31240n, asset: 'EUR' }} bare tone="loss" />
                  </>
                }
              />
              <ListRow
                title="Standard, USD"
                value={<Money value={{ minor: 153012n, asset: 'USD' }} />}
                note="700412 on MT5, 1:30"
                valueNote="1 open, +18.20"
              />
            </Card>
          </div>
          <div className="contents flex-col gap-6 min-[960px]:flex">
            <Card className="order-2">
              <CardBody>
                <p className="text-muted-foreground text-sm">In your wallet</p>
                <p className="mb-3 font-semibold text-3xl tracking-[-0.03em]">
                  <Money value={{ minor: 21240n, asset: 'EUR' }} className="[&>span]:text-base" />
                </p>
                <div className="grid grid-cols-[1.25fr_1fr_1fr] gap-2 [&>button]:px-1">
                  <Button>
                    <ArrowUp size={16} aria-hidden />
                    Withdraw
                  </Button>
                  <Button>
                    <ArrowDown size={16} aria-hidden />
                    Add
                  </Button>
                  <Button>
                    <ArrowLeftRight size={16} aria-hidden />
                    Move
                  </Button>
                </div>
              </CardBody>
              <dl className="grid grid-cols-2 border-t bg-muted [&>div]:px-4 [&>div]:py-3 sm:[&>div]:px-6">
                <div>
                  <dt className="text-muted-foreground text-sm">In trading</dt>
                  <dd className="font-medium">{eur(953373n)}</dd>
                </div>
                <div className="border-s">
                  <dt className="text-muted-foreground text-sm">On its way</dt>
                  <dd className="font-medium">{eur(485000n)}</dd>
                </div>
              </dl>
            </Card>
            <Card className="order-5">
              <CardHeader title="Last movements" aside={<span className="font-medium text-primary">History</span>} />
              <ListRow
                className="border-t"
                title={<span className="font-normal">Withdrawal</span>}
                value={eur(-485000n, 'always')}
                note="Today 13:31, being checked"
              />
              <ListRow
                title={<span className="font-normal">From Raw 700388</span>}
                value={eur(400000n, 'always')}
                note="Today 13:24, done in 2 s"
              />
              <ListRow
                title={<span className="font-normal">To Standard 700412</span>}
                value={eur(-140000n, 'always')}
                note="Fri 20 Nov, done in 3 s"
              />
            </Card>
            <Card className="order-6">
              <CardBody className="flex items-center gap-3">
                <MessageCircle size={20} className="text-muted-foreground" aria-hidden />
                <div className="min-w-0 flex-1">
                  <p className="font-medium">Something not right?</p>
                  <p className="text-muted-foreground text-sm">Answers in 4 min now</p>
                </div>
                <Button className="px-3">Chat</Button>
              </CardBody>
            </Card>
          </div>
        </div>
      </div>
    </PortalShell>
  );
}
