import { Alert, Flex, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Appeals } from './Appeals'
import { CaseTodos } from './CaseTodos'
import { DoIt } from './DoIt'
import { FollowUps } from './FollowUps'
import { Reviews } from './Reviews'
import type { Kind, TodoSearch } from './search'
import { text } from './text'

/** Everything that waits for somebody, by what it is, each with its time left and one button. */
export function Waiting({ today }: { today?: string }) {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<TodoSearch>()
  const todos = api.useQuery('get', '/api/v1/cases/todos')
  const appeals = api.useQuery('get', '/api/v1/appeals/due', {}, { enabled: may('due_appeals') })
  const visits = api.useQuery('get', '/api/v1/assistance/follow-ups', {}, { enabled: may('list_follow_ups') })
  const reviews = api.useQuery(
    'get',
    '/api/v1/assistance/effect-reviews/waiting',
    { params: { query: { limit: 200 } } },
    { enabled: may('review_effects') },
  )
  const settle = api.useQuery('get', '/api/v1/visits/to-settle', {}, { enabled: may('list_visits_to_settle') })
  const kinds: { value: Kind; label: string; shown: boolean; list: ReactNode }[] = [
    {
      value: 'cases',
      label: own.cases(todos.data?.length ?? 0),
      shown: true,
      list: <CaseTodos todos={todos.data} loading={todos.isPending} today={today} />,
    },
    {
      value: 'appeals',
      label: own.appeals(appeals.data?.length ?? 0),
      shown: may('due_appeals'),
      list: <Appeals appeals={appeals.data} loading={appeals.isPending} today={today} />,
    },
    {
      value: 'follow-ups',
      label: own.followUps(visits.data?.length ?? 0),
      shown: may('list_follow_ups'),
      list: <FollowUps visits={visits.data} loading={visits.isPending} today={today} />,
    },
    {
      value: 'reviews',
      label: own.reviews(`${reviews.data?.items.length ?? 0}${reviews.data?.next ? '+' : ''}`),
      shown: may('review_effects'),
      list: <Reviews reviews={reviews.data?.items} loading={reviews.isPending} today={today} />,
    },
  ]
  const shown = kinds.filter(it => it.shown)
  const kind = shown.find(it => it.value === search.kind) ?? shown[0]
  const problem = todos.error ?? appeals.error ?? visits.error ?? reviews.error ?? settle.error
  return (
    <Flex vertical gap={12}>
      <Segmented<Kind>
        value={kind?.value}
        onChange={it => setSearch({ ...search, kind: it })}
        options={shown.map(({ value, label }) => ({ value, label }))}
        aria-label={own.kinds}
        className="kinds"
      />
      {settle.data && settle.data.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={own.settle(settle.data.length)}
          action={<DoIt to="/visits-to-settle" label={own.toSettle} full={own.toSettleAll(settle.data.length)} />}
        />
      )}
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {kind?.list}
    </Flex>
  )
}
