// 公示公告: what hangs, what hung, and a new one.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Select } from 'antd'
import { api, type S } from '../api/client'
import { optionsOf } from '../cases/forms/fields'
import '../cases/cases.css'
import { NoticeClock } from '../cases/NoticeClock'
import { usePlace } from '../cases/place'
import { useToday } from '../cases/today'
import { useAddress } from '../frame/address'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { NewNotice } from './NewNotice'
import { text } from './text'
import { noticeKinds, noticeStates } from './words'

interface NoticeSearch extends ListSearch {
  state?: S['NoticeState']
  /** The drawer of a new one is open. */
  new?: boolean
}

type Row = S['NoticeRow']

export default function Notices() {
  const words = useText(common)
  const own = useText(text)
  const kindWords = useText(noticeKinds)
  const stateWords = useText(noticeStates)
  const may = useMay()
  const place = usePlace()
  const navigate = useNavigate()
  const today = useToday()
  const [search, setSearch] = useAddress<NoticeSearch>()
  const state = search.state ?? 'posted'
  const list = api.useQuery(
    'get',
    '/api/v1/notices',
    { params: { query: { state, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  return (
    <>
      <List<Row, NoticeSearch>
        title={own.title}
        search={search}
        onSearch={setSearch}
        filters={[
          {
            name: 'state',
            label: own.state,
            node: <Select placeholder={stateWords.posted} options={optionsOf(stateWords)} allowClear />,
          },
        ]}
        columns={[
          { title: own.heading, width: 360, render: (_, row) => <Link to={`/notices/${row.id}`}>{row.title}</Link> },
          { title: own.kind, width: 150, render: (_, row) => kindWords[row.kind] },
          { title: words.village, render: (_, row) => <span title={row.village}>{place(row.village)}</span> },
          { title: own.households, width: 80, align: 'right', className: 'number', dataIndex: 'households' },
          { title: own.span, width: 200, className: 'number', render: (_, row) => `${row.from} — ${row.until}` },
          {
            title: words.state,
            width: 200,
            render: (_, row) =>
              row.state === 'posted' ? <NoticeClock until={row.until} today={today} short /> : stateWords[row.state],
          },
        ]}
        page={list.data}
        problem={list.error}
        loading={list.isFetching}
        rowKey={row => row.id}
        onOpen={row => void navigate({ to: `/notices/${row.id}` })}
        tools={
          may('post_notice') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, new: true })}>
              {own.new}
            </Button>
          )
        }
      />
      <Drawer
        open={!!search.new}
        onClose={() => setSearch({ ...search, new: undefined })}
        size={860}
        mask={{ closable: false }}
        destroyOnHidden
        title={own.new}
      >
        <NewNotice onPosted={it => void navigate({ to: `/notices/${it.id}` })} />
      </Drawer>
    </>
  )
}
