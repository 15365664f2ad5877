// 中期评估、终期评估: rounds in which the targets of a plan are looked at together. They are records of
// the ledger of plan evaluations; each has the table of its day attached.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useSaid } from '../../ledgers/said'
import { useLedger } from '../../ledgers/useRecord'
import { figureColumn } from '../../parts/columns'
import { cursor, type ListSearch } from '../../parts/cursor'
import { List } from '../../parts/List'
import { Mark } from '../../parts/Mark'
import { useMay, useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import '../indicators.css'
import { PlaceFields } from '../PlaceFields'
import { carried, type TargetSearch } from '../search'
import { text as listText } from '../text'
import { Begin } from './Begin'
import { text } from './text'

/** The ledger of plan evaluations. */
export const LEDGER = 'plan_evaluations'

type Round = S['RecordView']
type Search = TargetSearch & ListSearch

export default function Evaluations() {
  const own = useText(text)
  const list = useText(listText)
  const [search] = useAddress<Search>()
  const ledger = useLedger(LEDGER)
  return (
    <Flex vertical gap={12}>
      <Link to="/targets" search={carried(search) as never}>
        ← {list.title}
      </Link>
      {ledger.error && <Alert type="info" showIcon title={own.noLedger} />}
      {ledger.data && <Rounds ledger={ledger.data} />}
    </Flex>
  )
}

function Rounds({ ledger }: { ledger: S['LedgerView'] }) {
  const own = useText(text)
  const words = useText(common)
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const [search, setSearch] = useAddress<Search>()
  const found = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/records',
    { params: { path: { ledger: LEDGER }, query: { region: search.region, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const mayBegin = may('begin_plan_evaluation') && !staff.read_only
  const said = (row: Round, field: string) => {
    const value = row.values[field]
    return (value && say(value)) || '—'
  }
  const stateOf = (row: Round) => ledger.states.find(it => it.name === row.state)
  const count = (title: string, field: string) => figureColumn<Round>(title, 80, row => said(row, field))
  return (
    <>
      <PlaceFields />
      <List<Round, Partial<Search>>
        title={own.title}
        search={search}
        onSearch={setSearch}
        page={found.data}
        problem={found.error}
        loading={found.isFetching}
        rowKey={row => String(row.record)}
        width={1280}
        tools={
          mayBegin && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, form: 'evaluation' })}>
              {own.begin}
            </Button>
          )
        }
        columns={[
          {
            title: own.name,
            width: 220,
            fixed: 'left',
            render: (_, row) => (
              <Link to="/ledgers/$ledger/$record" params={{ ledger: LEDGER, record: String(row.record) }}>
                {row.title}
              </Link>
            ),
          },
          { title: words.region, width: 150, dataIndex: 'region_name' },
          { title: own.round, width: 100, render: (_, row) => said(row, 'round') },
          { title: own.way, width: 110, render: (_, row) => said(row, 'way') },
          { title: own.evaluator, width: 150, render: (_, row) => said(row, 'evaluator') },
          { title: own.judgedOn, width: 110, className: 'number', render: (_, row) => said(row, 'judged_on') },
          { title: own.knownOn, width: 120, className: 'number', render: (_, row) => said(row, 'known_on') },
          count(own.all, 'targets_all'),
          count(own.reached, 'targets_reached'),
          count(own.green, 'targets_green'),
          count(own.yellow, 'targets_yellow'),
          count(own.red, 'targets_red'),
          count(own.grey, 'targets_grey'),
          {
            title: words.state,
            width: 110,
            render: (_, row) => {
              const state = stateOf(row)
              return state ? <Mark tone={state.ends ? 'good' : 'told'}>{say(state)}</Mark> : '—'
            },
          },
          {
            title: own.toTable,
            width: 120,
            render: (_, row) => {
              const month = row.values.judged_on?.value?.slice(0, 7)
              const asOf = row.values.known_on?.value ?? undefined
              return (
                <Link to="/targets" search={{ region: row.region, month, as_of: asOf } as never}>
                  {words.open}
                </Link>
              )
            },
          },
        ]}
      />
      <p className="quiet targets-note">{own.note}</p>
      {mayBegin && search.form === 'evaluation' && (
        <Begin
          ledger={ledger}
          region={search.region ?? staff.region}
          month={search.month ?? dayjs().format('YYYY-MM')}
          asOf={search.as_of}
          onClose={() => setSearch({ ...search, form: undefined })}
        />
      )}
    </>
  )
}
