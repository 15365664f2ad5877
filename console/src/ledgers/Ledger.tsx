// One ledger: its figures, its states, its records.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Checkbox, Flex, Input, Result, Skeleton } from 'antd'
import { useEffect, useId } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { cursor } from '../parts/cursor'
import { List, type Filter } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { columnsOf, useWords } from './columns'
import { FieldFilter } from './FieldFilter'
import { Figures } from './Figures'
import { Files } from './files/Files'
import { LedgerHead } from './LedgerHead'
import './ledgers.css'
import { NewRecord } from './NewRecord'
import { noteOpened } from './recent'
import { useSaid } from './said'
import { asked, inAddress, shownFilters, type RecordSearch } from './search'
import { StateTabs } from './StateTabs'
import { text } from './text'
import { useLedger } from './useRecord'

/** Filters of a ledger's own fields that are shown at once, besides region and name. */
const few = 3

/** The page of one ledger. */
export default function Ledger() {
  const own = useText(text)
  const { account } = useStaff()
  const { ledger } = useParams({ strict: false }) as { ledger: string }
  const found = useLedger(ledger)
  const isThere = !!found.data
  useEffect(() => {
    if (isThere) noteOpened(account, ledger)
  }, [isThere, account, ledger])
  if (found.error) {
    return (
      <Result
        status={found.error.status === 404 ? '404' : 'error'}
        title={<h1 className="list-title">{found.error.status === 404 ? own.noLedger : found.error.detail}</h1>}
        extra={<Link to="/ledgers">{own.back}</Link>}
      />
    )
  }
  if (!found.data) return <Skeleton active />
  return <Records key={ledger} ledger={found.data} />
}

function Records({ ledger }: { ledger: S['LedgerView'] }) {
  const words = useText(common)
  const own = useText(text)
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const wordsOf = useWords()
  const figures = useId()
  const [search, setSearch] = useAddress<RecordSearch>()
  const path = { ledger: ledger.ledger }
  const query = asked(search, ledger.filters)
  const list = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/records',
    { params: { path, query: { ...query, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const counts = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/counts',
    { params: { path, query: { ...query, state: undefined } } },
    { placeholderData: keepPreviousData },
  )
  const narrow = (next: Partial<RecordSearch>) => setSearch({ ...search, ...next, trail: undefined })
  const columns = columnsOf(ledger, list.data?.items ?? [], wordsOf)
  const mayAdd = ledger.may_keep && may('add_record') && !staff.read_only
  const hidden = ledger.filters.length - shownFilters({ ...search, more: undefined }, ledger.filters, few).length
  return (
    <Flex vertical gap={12}>
      <LedgerHead ledger={ledger} figures={figures} />
      <div id={figures} hidden={!search.figures}>
        {search.figures && <Figures ledger={ledger} />}
      </div>
      <div>
        <StateTabs ledger={ledger} counts={counts.data} state={search.state} onState={state => narrow({ state })} />
        <List<S['RecordView'], Partial<RecordSearch>>
          title={say(ledger)}
          search={search}
          onSearch={setSearch}
          filters={filters()}
          columns={columns}
          width={columns.reduce((sum, it) => sum + Number(it.width ?? 0), 0)}
          page={list.data}
          problem={list.error ?? counts.error}
          loading={list.isFetching}
          rowKey={row => String(row.record)}
          tools={
            <>
              <Checkbox
                checked={search.overdue ?? false}
                onChange={it => narrow({ overdue: it.target.checked || undefined })}
              >
                {own.overdueOnly}
              </Checkbox>
              <Checkbox
                checked={search.voided ?? false}
                onChange={it => narrow({ voided: it.target.checked || undefined })}
              >
                {own.voidedOnly}
              </Checkbox>
              {(hidden > 0 || search.more) && (
                <Button
                  aria-expanded={search.more ?? false}
                  onClick={() => setSearch({ ...search, more: search.more ? undefined : true })}
                >
                  {search.more ? own.fewerFilters : own.moreFilters(hidden)}
                </Button>
              )}
              <Files ledger={ledger} query={query} />
              {mayAdd && (
                <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, new: true })}>
                  {own.add}
                </Button>
              )}
            </>
          }
        />
      </div>
      {mayAdd && search.new && <NewRecord ledger={ledger} onClose={() => setSearch({ ...search, new: undefined })} />}
    </Flex>
  )

  function filters(): Filter[] {
    const names = shownFilters(search, ledger.filters, few)
    const fields = names.flatMap(name => ledger.fields.find(it => it.name === name) ?? [])
    return [
      { name: 'words', label: own.words, node: <Input allowClear placeholder={own.wordsHint} /> },
      { name: 'region', label: words.region, node: <RegionField /> },
      ...fields.map(it => ({ name: inAddress(it.name), label: say(it), node: <FieldFilter field={it} /> })),
    ]
  }
}
