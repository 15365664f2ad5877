// 群众诉求: the one inbox, whichever door an appeal came in by.
import { FileExcelOutlined, PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented, Select, Space, Tag } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useNearName } from '../households/nearName'
import { Deadline } from '../parts/Deadline'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import './appeals.css'
import { FeedbackDialog } from './FeedbackDialog'
import { ReceiveDrawer } from './ReceiveDrawer'
import { StageCounts } from './StageCounts'
import { useTerms } from './terms'
import { text } from './text'
import { appealStages } from './words'

export interface AppealSearch extends ListSearch {
  stage?: string
  need?: string
  channel?: string
  view?: 'due'
  receive?: boolean
}

type Row = S['AppealRow']

/** The inbox: what is there by stage, what is due, and a way to take down what has just come. */
export default function Appeals() {
  const words = useText(common)
  const own = useText(text)
  const stageWords = useText(appealStages)
  const may = useMay()
  const near = useNearName()
  const navigate = useNavigate()
  const terms = useTerms()
  const [search, setSearch] = useAddress<AppealSearch>()
  const [feedback, setFeedback] = useState(false)
  const isDue = search.view === 'due'
  const { stage, need, channel } = search
  const all = api.useQuery(
    'get',
    '/api/v1/appeals',
    { params: { query: { stage, need, channel, ...cursor(search) } } },
    { enabled: !isDue, placeholderData: keepPreviousData },
  )
  const due = api.useQuery('get', '/api/v1/appeals/due')
  const choice = (options: { value: string; label: string }[]) => (
    <Select allowClear placeholder={words.all} options={options} />
  )
  return (
    <>
      {isDue ? (
        <p className="quiet appeals-note">{own.dueFirst}</p>
      ) : (
        <StageCounts chosen={stage} onChoose={it => setSearch({ ...search, stage: it, trail: undefined })} />
      )}
      <List<Row, AppealSearch>
        title={own.title}
        search={search}
        onSearch={setSearch}
        filters={
          isDue
            ? []
            : [
                {
                  name: 'stage',
                  label: words.stage,
                  node: choice(Object.entries(stageWords).map(([value, label]) => ({ value, label }))),
                },
                { name: 'need', label: own.need, node: choice(terms.needs) },
                { name: 'channel', label: own.channel, node: choice(terms.channels) },
              ]
        }
        columns={[
          {
            title: own.receipt,
            width: 124,
            fixed: 'left',
            className: 'number',
            render: (_, row) => (
              <Link to="/appeals/$appeal" params={{ appeal: row.appeal }}>
                {row.receipt}
              </Link>
            ),
          },
          { title: own.name, dataIndex: 'name', width: 100 },
          {
            title: own.need,
            width: 190,
            render: (_, row) => (
              <Space size={6}>
                {row.need_zh}
                {row.lead && <Tag title={own.leadWhy}>{own.lead}</Tag>}
              </Space>
            ),
          },
          { title: own.place, render: (_, row) => near(row.place), ellipsis: true },
          { title: own.channel, dataIndex: 'channel_zh', width: 150, ellipsis: true },
          { title: own.department, dataIndex: 'department', width: 90 },
          { title: words.stage, width: 84, render: (_, row) => word(stageWords, row.stage) },
          { title: own.receivedOn, dataIndex: 'received_on', width: 110, className: 'number' },
          { title: words.due, width: 110, render: (_, row) => <Deadline due={row.due_on} state={row.state} /> },
        ]}
        page={isDue ? due.data && { items: due.data } : all.data}
        problem={isDue ? due.error : all.error}
        loading={isDue ? due.isFetching : all.isFetching}
        rowKey={row => row.appeal}
        onOpen={row => void navigate({ to: '/appeals/$appeal', params: { appeal: row.appeal } })}
        width={1120}
        tools={
          <>
            <Segmented<'all' | 'due'>
              aria-label={own.view}
              value={isDue ? 'due' : 'all'}
              onChange={it => setSearch(it === 'due' ? { view: 'due' } : {})}
              options={[
                { value: 'all', label: own.everything },
                { value: 'due', label: `${own.dueOnly} ${due.data?.length ?? ''}` },
              ]}
            />
            {may('appeal_feedback') && (
              <Button icon={<FileExcelOutlined />} onClick={() => setFeedback(true)}>
                {own.feedback}
              </Button>
            )}
            {may('receive_appeal') && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, receive: true })}>
                {own.receive}
              </Button>
            )}
          </>
        }
      />
      <ReceiveDrawer open={!!search.receive} onClose={() => setSearch({ ...search, receive: undefined })} />
      <FeedbackDialog open={feedback} onClose={() => setFeedback(false)} channels={terms.channels} />
    </>
  )
}
