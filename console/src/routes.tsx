// Every page of the console and its address. Pages load when they are first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { queries } from './api/queries'
import { cluesAhead } from './clues/query'
import { Frame } from './frame/Frame'
import { atWork } from './session/atWork'

const root = createRootRoute({ component: Frame, notFoundComponent: lazyRouteComponent(() => import('./frame/NotFound')) })

type Load = Parameters<typeof lazyRouteComponent>[0]

/** `ahead` asks for what the page shows while its program is still being loaded. */
function page(path: string, load: Load, ahead?: (search: object) => Promise<void>) {
  return createRoute({
    getParentRoute: () => root,
    path,
    loader: ({ location }) => ahead && whenAtWork(() => ahead(location.search)),
    component: lazyRouteComponent(load),
    pendingComponent: () => <Skeleton active />,
  })
}

/** Nobody asks for anything who has not signed in; what cannot be read, the page says itself. */
async function whenAtWork(ask: () => Promise<void>) {
  const staff = await queries.ensureQueryData(atWork).catch(() => null)
  if (staff) await ask().catch(() => {})
}

const tree = root.addChildren([
  page('/', () => import('./todos/Todos')),
  page('/clues', () => import('./clues/Clues'), cluesAhead),
  page('/cases', () => import('./cases/Cases')),
  page('/cases/$case', () => import('./cases/Case')),
  page('/visits-to-settle', () => import('./visits/VisitsToSettle')),
  page('/notices', () => import('./notices/Notices')),
  page('/notices/$notice', () => import('./notices/Notice')),
  page('/assistance', () => import('./assistance/Assistance')),
  page('/appeals', () => import('./appeals/Appeals')),
  page('/appeals/$appeal', () => import('./appeals/AppealPage')),
  page('/ledgers', () => import('./ledgers/Ledgers')),
  page('/ledgers/findings', () => import('./ledgers/Findings')),
  page('/ledgers/$ledger', () => import('./ledgers/Ledger')),
  page('/ledgers/$ledger/$record', () => import('./ledgers/Record')),
  page('/events', () => import('./events/Events')),
  page('/events/$event', () => import('./events/Event')),
  page('/risk-alarms', () => import('./alarms/Alarms')),
  page('/imports', () => import('./imports/Imports')),
  page('/imports/$batch', () => import('./imports/Batch')),
  page('/households', () => import('./households/Households')),
  page('/households/$household', () => import('./households/Household')),
  page('/households/$household/income', () => import('./income/account/Account')),
  page('/income', () => import('./income/Income')),
  page('/income/analysis', () => import('./income/analysis/Analysis')),
  page('/income/burden', () => import('./income/burden/Burden')),
  page('/income/collections', () => import('./income/collections/Collections')),
  page('/income/collections/$collection', () => import('./income/collections/Collection')),
  page('/targets', () => import('./indicators/Targets')),
  page('/targets/indicators', () => import('./indicators/Indicators')),
  page('/targets/evaluations', () => import('./indicators/evaluations/Evaluations')),
  page('/targets/$target', () => import('./indicators/target/Target')),
  page('/targets/indicators/$indicator', () => import('./indicators/opened/Opened')),
  page('/assessment', () => import('./assessment/Rounds')),
  page('/assessment/$round', () => import('./assessment/Round')),
  page('/surveys', () => import('./assessment/Surveys')),
  page('/surveys/$round/$household', () => import('./assessment/Survey')),
  page('/policy', () => import('./policy/Policy')),
  page('/policy/rules/$rule', () => import('./policy/Rule')),
  page('/benefits', () => import('./benefits/Benefits')),
  page('/trials', () => import('./trials/Trials')),
  page('/trials/$draft', () => import('./trials/Draft')),
  page('/chains', () => import('./chains/Chains')),
  page('/cockpit', () => import('./cockpit/Cockpit')),
  page('/reports', () => import('./reports/Reports')),
  page('/reports/new', () => import('./reports/builder/Builder')),
  page('/reports/prints/$print', () => import('./reports/Print')),
  page('/reports/$report', () => import('./reports/Report')),
  page('/quality', () => import('./quality/Quality')),
  page('/quality/$run', () => import('./quality/QualityRun')),
  page('/precision', () => import('./precision/Precision')),
  page('/accounts', () => import('./accounts/Accounts')),
  page('/audit', () => import('./audit/Audit')),
  page('/jobs', () => import('./jobs/Jobs')),
  page('/me', () => import('./me/Me')),
  page('/duties', () => import('./duties/DutiesPage')),
])

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true })
