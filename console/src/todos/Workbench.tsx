import { Alert, Card, Flex, Tabs } from 'antd'
import { api } from '../api/client'
import '../cases/cases.css'
import { EventTodos } from '../events/EventTodos'
import { useAddress } from '../frame/address'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { Counts } from './Counts'
import { Done } from './Done'
import type { Tab, TodoSearch } from './search'
import { text } from './text'
import { Waiting } from './Waiting'

/** What waits for somebody, what they did, and what they began. */
export function Workbench() {
  const own = useText(text)
  const staff = useStaff()
  const may = useMay()
  const [search, setSearch] = useAddress<TodoSearch>()
  const counts = api.useQuery('get', '/api/v1/cases/counts')
  const items = [
    { key: 'todo', label: own.todo, children: <Waiting today={counts.data?.as_of} /> },
    may('list_done') && { key: 'done', label: own.done, children: <Done began={false} /> },
    may('list_done') && { key: 'began', label: own.began, children: <Done began /> },
  ].filter(it => it !== false)
  return (
    <Flex vertical gap={12}>
      <h1 className="todo-title">{own.hello(staff.name)}</h1>
      {counts.error && <Alert type="error" showIcon title={counts.error.detail} />}
      <Counts counts={counts.data} />
      {may('list_event_todos') && <EventTodos />}
      <Card styles={{ body: { paddingTop: 4 } }}>
        <Tabs
          activeKey={items.some(it => it.key === search.tab) ? search.tab : 'todo'}
          onChange={it => setSearch({ tab: it as Tab })}
          items={items}
          destroyOnHidden
          aria-label={own.tabs}
        />
      </Card>
    </Flex>
  )
}
