// Every page of the console and its address. Pages load when they are first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { Frame } from './frame/Frame'
import { NotFound } from './frame/NotFound'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

type Load = Parameters<typeof lazyRouteComponent>[0]

function page(path: string, load: Load) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    pendingComponent: () => <Skeleton active />,
  })
}

const tree = root.addChildren([
  page('/', () => import('./todos/Todos')),
  page('/clues', () => import('./clues/Clues')),
])

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true })
