// 线索: the clues of a month, sent out by the hundred, each with its why.
import { DownloadOutlined, SendOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Select, Tag } from 'antd'
import { lazy, Suspense, useState, type Key } from 'react'
import { api, download, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { text as jobText } from '../jobs/text'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMonths } from '../parts/useMonths'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { clueClasses, risks, word } from '../text/words'
import { cluesOf, type ClueSearch } from './query'
import { text } from './text'

type Clue = S['ClueRow']

/** Loaded with the first clue that is opened: the list does not wait for it. */
const ClueDrawer = lazy(() => import('./ClueDrawer'))

export default function Clues() {
  const words = useText(common)
  const own = useText(text)
  const jobWords = useText(jobText)
  const riskWords = useText(risks)
  const classWords = useText(clueClasses)
  const may = useMay()
  const { message, modal } = App.useApp()
  const [search, setSearch] = useAddress<ClueSearch>()
  const [selected, setSelected] = useState<Key[]>([])
  // Once there, the drawer stays: it closes by sliding away.
  const [wasOpened, setWasOpened] = useState(false)
  if (search.open && !wasOpened) setWasOpened(true)
  const { months, isPending } = useMonths()
  const month = search.month ?? months[0]
  const list = useQuery({ ...cluesOf(month ?? '', search), enabled: !!month, placeholderData: keepPreviousData })
  const dispatch = api.useMutation('post', '/api/v1/clues/dispatch', {
    onSuccess: done => {
      setSelected([])
      message.success(jobWords.dispatched(done.opened, done.joined, done.supplements, done.already, done.left))
    },
    onError: problem => message.error(problem.detail),
  })
  const send = (clues?: string[]) =>
    modal.confirm({
      title: own.dispatchAsk(clues ? own.these(clues.length) : own.theMonth(month ?? '')),
      onOk: () => dispatch.mutateAsync({ body: { month: month ?? '', region: search.region, clues } }).catch(() => {}),
    })
  const query = `month=${month ?? ''}${search.region ? `&region=${search.region}` : ''}`
  return (
    <>
      <List<Clue, ClueSearch>
        title={own.title}
        search={search}
        onSearch={setSearch}
        filters={[
          { name: 'month', label: words.month, node: <Select allowClear placeholder={month} options={months.map(value => ({ value, label: value }))} /> },
          { name: 'region', label: words.region, node: <RegionField /> },
          { name: 'class', label: own.clueClass, node: <Select allowClear placeholder={words.all} options={Object.entries(classWords).map(([value, label]) => ({ value, label }))} /> },
        ]}
        columns={[
          {
            title: words.householder,
            width: 108,
            fixed: 'left',
            render: (_, row) => (
              <Button type="link" className="list-link" onClick={() => setSearch({ ...search, open: row.clue })}>
                {row.householder}
              </Button>
            ),
          },
          { title: words.township, dataIndex: 'township', width: 100 },
          { title: words.village, dataIndex: 'village', width: 150 },
          { title: own.clueClass, width: 130, render: (_, row) => word(classWords, row.class) },
          {
            title: words.risk,
            width: 160,
            render: (_, row) => row.risks.map(it => <Tag key={it}>{word(riskWords, it)}</Tag>),
          },
          {
            title: own.signals,
            ellipsis: true,
            render: (_, row) => row.evidence.filter(it => it.effect === 'clue').map(it => it.title).join('；'),
          },
          { title: own.clue, dataIndex: 'clue', width: 190, className: 'number' },
        ]}
        page={list.data}
        problem={list.error}
        loading={isPending || list.isFetching}
        rowKey={row => row.clue}
        selected={may('dispatch_clues') ? selected : undefined}
        onSelect={may('dispatch_clues') ? setSelected : undefined}
        onOpen={row => setSearch({ ...search, open: row.clue })}
        tools={
          <>
            {may('export_clues') && (
              <Button icon={<DownloadOutlined />} disabled={!month} onClick={() => download(`/api/v1/clues/export?${query}`)}>
                {words.export}
              </Button>
            )}
            {may('dispatch_clues') && (
              <>
                <Button disabled={!month || dispatch.isPending} onClick={() => send()}>
                  {own.dispatchMonth}
                </Button>
                <Button
                  type="primary"
                  icon={<SendOutlined />}
                  disabled={selected.length === 0}
                  loading={dispatch.isPending}
                  onClick={() => send(selected.map(String))}
                >
                  {own.dispatch}
                </Button>
              </>
            )}
          </>
        }
      />
      {wasOpened && (
        <Suspense>
          <ClueDrawer clue={search.open} onClose={() => setSearch({ ...search, open: undefined })} />
        </Suspense>
      )}
    </>
  )
}
