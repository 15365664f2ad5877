// 突发事件: the register of events, with what waits for the own region.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Flex, Select } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { countColumn } from '../parts/columns'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { EventTodos } from './EventTodos'
import './events.css'
import { NewEvent } from './NewEvent'
import type { EventsSearch } from './search'
import { text } from './text'

export default function Events() {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const [search, setSearch] = useAddress<EventsSearch>()
  const { state } = search
  const list = api.useQuery(
    'get',
    '/api/v1/events',
    { params: { query: { state, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const figure = (title: string, of: (it: S['EventCourse']) => number) =>
    countColumn<S['EventRow']>(title, row => of(row.course), 104)
  return (
    <Flex vertical gap={12}>
      <EventTodos />
      <List<S['EventRow'], Partial<EventsSearch>>
        title={own.title}
        search={search}
        onSearch={setSearch}
        filters={[
          {
            name: 'state',
            label: words.state,
            node: (
              <Select
                allowClear
                placeholder={words.all}
                options={Object.entries(own.states).map(([value, label]) => ({ value, label }))}
              />
            ),
          },
        ]}
        columns={[
          {
            title: own.event,
            width: 260,
            fixed: 'left',
            render: (_, row) => <Link to={`/events/${row.event}`}>{row.title}</Link>,
          },
          {
            title: own.type,
            width: 170,
            render: (_, row) =>
              [language === 'zh' ? row.type_zh : row.type_en, language === 'zh' && row.subtype_zh].filter(Boolean).join(' · '),
          },
          { title: own.happenedOn, dataIndex: 'happened_on', width: 116, className: 'number' },
          {
            title: words.state,
            width: 120,
            render: (_, row) => (
              <Mark tone={row.state === 'closed' ? 'plain' : row.state === 'surveying' ? 'care' : 'told'}>
                {own.states[row.state as keyof typeof own.states]}
              </Mark>
            ),
          },
          figure(own.listed, it => it.listed),
          figure(own.toVerify, it => it.to_verify),
          figure(own.hardship, it => it.hardship),
          figure(own.following, it => it.following),
          figure(own.recovered, it => it.recovered),
          figure(own.monitored, it => it.monitored),
        ]}
        page={list.data}
        problem={list.error}
        loading={list.isFetching}
        rowKey={row => String(row.event)}
        onOpen={row => void navigate({ to: `/events/${row.event}` })}
        width={1200}
        tools={
          <>
            {may('list_risk_alarms') && <Link to="/risk-alarms">{own.alarms}</Link>}
            {may('record_event') && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, begin: true })}>
                {own.newEvent}
              </Button>
            )}
          </>
        }
      />
      <p className="quiet event-note">{own.intro}</p>
      {search.begin && <NewEvent onClose={() => setSearch({ ...search, begin: undefined })} />}
    </Flex>
  )
}
