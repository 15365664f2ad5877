// 审计: the entries of the chain, whether it is sound, and a checkpoint to be kept outside.
import { keepPreviousData } from '@tanstack/react-query'
import { Button, Flex, InputNumber, Segmented } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import type { ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { chinaSecond } from '../parts/time'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { word } from '../text/words'
import './audit.css'
import { ChainCheck } from './ChainCheck'
import { CheckpointCard } from './CheckpointCard'
import { Actor, Detail, Subject } from './Detail'
import { text } from './text'
import { actions } from './words'

interface AuditSearch extends ListSearch {
  view?: 'check'
  /** The place the list begins at. */
  from?: number
}

type Row = S['AuditRow']

/** The rows of a page. */
const limit = 50

/** The audit chain for the auditor: its entries, or its check and checkpoints. */
export default function Audit() {
  const own = useText(text)
  const [search, setSearch] = useAddress<AuditSearch>()
  const isCheck = search.view === 'check'
  const view = (
    <Segmented<'entries' | 'check'>
      aria-label={own.view}
      value={isCheck ? 'check' : 'entries'}
      onChange={it => setSearch(it === 'check' ? { view: 'check' } : {})}
      options={[
        { value: 'entries', label: own.entries },
        { value: 'check', label: own.checking },
      ]}
    />
  )
  return isCheck ? (
    <Checking view={view} onNewest={last => setSearch({ from: Math.max(1, last - limit + 1) })} />
  ) : (
    <Entries search={search} setSearch={setSearch} view={view} />
  )
}

function Checking({ view, onNewest }: { view: ReactNode; onNewest: (last: number) => void }) {
  const own = useText(text)
  const may = useMay()
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" className="no-print">
        <h1 className="list-title">{own.checking}</h1>
        {view}
      </Flex>
      <div className="audit-tools">
        {may('verify_audit') && <ChainCheck onNewest={onNewest} />}
        {may('audit_checkpoint') && <CheckpointCard />}
      </div>
    </Flex>
  )
}

interface EntriesProps {
  search: Partial<AuditSearch>
  setSearch: (it: Partial<AuditSearch>) => void
  view: ReactNode
}

function Entries({ search, setSearch, view }: EntriesProps) {
  const own = useText(text)
  const words = useText(actions)
  const after = search.trail?.at(-1) ?? (search.from ? String(search.from - 1) : undefined)
  const found = api.useQuery(
    'get',
    '/api/v1/audit',
    { params: { query: { after, limit } } },
    { placeholderData: keepPreviousData },
  )
  return (
    <>
      <List<Row, Partial<AuditSearch>>
        title={own.title}
        search={search}
        onSearch={setSearch}
        columns={[
          { title: own.seq, dataIndex: 'seq', width: 84, align: 'right', className: 'number', fixed: 'left' },
          {
            title: own.at,
            width: 160,
            className: 'number',
            render: (_, row) => <time dateTime={row.at}>{chinaSecond(row.at)}</time>,
          },
          { title: own.actor, width: 150, render: (_, row) => <Actor actor={row.actor} /> },
          { title: own.action, width: 150, render: (_, row) => word(words, row.action) },
          { title: own.subject, width: 170, render: (_, row) => <Subject subject={row.subject} /> },
          { title: own.detail, render: (_, row) => <Detail detail={row.detail} /> },
          {
            title: own.hash,
            width: 110,
            render: (_, row) => (
              <code title={row.hash} className="audit-hash">
                {row.hash.slice(0, 8)}…
              </code>
            ),
          },
        ]}
        page={found.data}
        problem={found.error}
        loading={found.isFetching}
        rowKey={row => String(row.seq)}
        width={1120}
        tools={
          <>
            <FromPlace from={search.from} onGo={from => setSearch({ from })} />
            {view}
          </>
        }
      />
      <p className="quiet audit-why">{own.why}</p>
    </>
  )
}

/** Goes to a place of the chain. */
function FromPlace({ from, onGo }: { from?: number; onGo: (from?: number) => void }) {
  const own = useText(text)
  const [wanted, setWanted] = useState<number | null>(from ?? null)
  return (
    <Flex component="form" gap={8} align="center" onSubmit={it => it.preventDefault()}>
      <label htmlFor="audit-from">{own.from}</label>
      <InputNumber id="audit-from" min={1} precision={0} value={wanted} onChange={setWanted} />
      <Button htmlType="submit" onClick={() => onGo(wanted ?? undefined)}>
        {own.go}
      </Button>
    </Flex>
  )
}
