import { Alert, Card, Flex, Tabs } from 'antd'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import '../cases/cases.css'
import { Appeals } from './Appeals'
import { CaseTodos } from './CaseTodos'
import { Counts } from './Counts'
import { FollowUps } from './FollowUps'
import { Reviews } from './Reviews'
import { text } from './text'

type Tab = 'cases' | 'appeals' | 'follow-ups' | 'reviews'

/** Everything that waits for somebody, by what it is, each with its time left and one button. */
export function Workbench() {
  const own = useText(text)
  const staff = useStaff()
  const may = useMay()
  const [search, setSearch] = useAddress<{ tab: Tab }>()
  const counts = api.useQuery('get', '/api/v1/cases/counts')
  const todos = api.useQuery('get', '/api/v1/cases/todos')
  const appeals = api.useQuery('get', '/api/v1/appeals/due', {}, { enabled: may('due_appeals') })
  const visits = api.useQuery('get', '/api/v1/assistance/follow-ups', {}, { enabled: may('list_follow_ups') })
  const reviews = api.useQuery(
    'get',
    '/api/v1/assistance/effect-reviews/waiting',
    { params: { query: { limit: 200 } } },
    { enabled: may('review_effects') },
  )
  const today = counts.data?.as_of
  const items = [
    {
      key: 'cases',
      label: own.cases(todos.data?.length ?? 0),
      children: <CaseTodos todos={todos.data} loading={todos.isPending} today={today} />,
    },
    may('due_appeals') && {
      key: 'appeals',
      label: own.appeals(appeals.data?.length ?? 0),
      children: <Appeals appeals={appeals.data} loading={appeals.isPending} today={today} />,
    },
    may('list_follow_ups') && {
      key: 'follow-ups',
      label: own.followUps(visits.data?.length ?? 0),
      children: <FollowUps visits={visits.data} loading={visits.isPending} today={today} />,
    },
    may('review_effects') && {
      key: 'reviews',
      label: own.reviews(`${reviews.data?.items.length ?? 0}${reviews.data?.next ? '+' : ''}`),
      children: <Reviews reviews={reviews.data?.items} loading={reviews.isPending} today={today} />,
    },
  ].filter(it => it !== false)
  const problem = counts.error ?? todos.error ?? appeals.error ?? visits.error ?? reviews.error
  return (
    <Flex vertical gap={12}>
      <h1 className="todo-title">{own.hello(staff.name)}</h1>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      <Counts counts={counts.data} />
      <Card styles={{ body: { paddingTop: 4 } }}>
        <Tabs
          activeKey={items.some(it => it.key === search.tab) ? search.tab : 'cases'}
          onChange={it => setSearch({ tab: it as Tab })}
          items={items}
          aria-label={own.tabs}
        />
      </Card>
    </Flex>
  )
}
