import { notFound } from 'next/navigation';
import { AreaMessages } from '../../../_i18n/area';
import { AuthView } from '../views/auth-view';
import { ClientView } from '../views/client-view';
import { ExposureView } from '../views/exposure-view';
import { HomeView } from '../views/home-view';
import { KitView } from '../views/kit-view';
import { PortalView } from '../views/portal-view';
import { TablesView } from '../views/tables-view';
import { WithdrawalsView } from '../views/withdrawals-view';

const views: Partial<Record<string, () => React.ReactNode>> = {
  kit: KitView,
  home: HomeView,
  client: ClientView,
  withdrawals: WithdrawalsView,
  exposure: ExposureView,
  tables: TablesView,
  portal: PortalView,
  auth: AuthView,
};

/** The kit as it is, for whoever builds screens on it. Not part of a deployment unless asked for. */
export default async function DesignViewPage({ params }: { params: Promise<{ view: string }> }) {
  const isShown = process.env.NODE_ENV === 'development' || process.env.DESIGN_PAGE === '1';
  const View = views[(await params).view];
  if (!isShown || !View) notFound();
  return (
    <AreaMessages areas={['auth', 'portal', 'desk', 'platform']}>
      <View />
    </AreaMessages>
  );
}
