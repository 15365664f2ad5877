import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Select, type TableProps } from 'antd'
import { api, download, type S } from '../api/client'
import '../cases/cases.css'
import { MoneyField } from '../cases/forms/fields'
import { useAddress } from '../frame/address'
import { useNearName } from '../households/nearName'
import { cursor } from '../parts/cursor'
import { useSaid } from '../ledgers/said'
import { figureColumn, moneyColumn } from '../parts/columns'
import { yuan } from '../parts/figures'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { monitoringTypes, word } from '../text/words'
import { change, signed } from './change'
import { askedAs, type Filled } from './period'
import { PeriodField } from './PeriodField'
import { queryOf, type IncomeSearch } from './search'
import { text } from './text'

type Account = S['IncomeLine']

/** The accounts of a region in a period. */
export function Accounts({ period, periods }: { period: string; periods: Filled[] }) {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const columns = useColumns(period)
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<IncomeSearch>()
  const { region, from, below, open } = search
  const asked = { region, period, from, below, open }
  const list = api.useQuery(
    'get',
    '/api/v1/income',
    { params: { query: { ...asked, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const get = async () => {
    const problem = await download(`/api/v1/income/export?${queryOf(asked)}`)
    if (problem) message.error(problem.detail)
  }
  return (
    <List<Account, Partial<IncomeSearch>>
      title={own.title}
      search={search}
      onSearch={setSearch}
      filters={[
        {
          name: 'period',
          label: own.period,
          node: <PeriodField periods={periods} newest={periods[0] && askedAs(periods[0])} />,
        },
        { name: 'region', label: words.region, node: <RegionField /> },
        {
          name: 'open',
          label: own.unknownOnly,
          node: <Select allowClear placeholder={words.all} options={[{ value: true, label: own.unknownOnlyYes }]} />,
        },
        { name: 'from', label: own.atLeast, node: <MoneyField /> },
        { name: 'below', label: own.lessThan, node: <MoneyField /> },
      ]}
      columns={columns}
      page={list.data}
      problem={list.error}
      loading={list.isFetching}
      rowKey={row => String(row.household)}
      tools={
        <>
          <span className="quiet">{own.inYuan}</span>
          {may('show_income_burden') && <Link to="/income/burden">{own.burden}</Link>}
          {may('list_income_collections') && <Link to="/income/collections">{own.collections}</Link>}
          {may('export_income_accounts') && (
            <Button icon={<DownloadOutlined />} onClick={() => void get()}>
              {words.export}
            </Button>
          )}
        </>
      }
      width={2060}
    />
  )
}

function useColumns(period: string): TableProps<Account>['columns'] {
  const words = useText(common)
  const own = useText(text)
  const types = useText(monitoringTypes)
  const near = useNearName()
  const say = useSaid()
  return [
    {
      title: words.householder,
      width: 108,
      fixed: 'left',
      render: (_, it) => (
        <Link to="/households/$household/income" params={{ household: String(it.household) }} search={{ period } as never}>
          {it.householder || it.household_no}
        </Link>
      ),
    },
    { title: words.village, width: 200, render: (_, it) => <span title={it.village}>{near(it.village)}</span> },
    {
      title: own.kind,
      width: 150,
      render: (_, it) =>
        [it.out_of_poverty ? own.outOfPoverty : own.ordinary, it.monitored && own.monitored].filter(Boolean).join(' · '),
    },
    figureColumn(own.members, 70, it => it.members ?? '—'),
    figureColumn(own.perHead, 130, it => <strong>{it.net_per_capita == null ? own.unknown : yuan(it.net_per_capita)}</strong>),
    figureColumn(own.unanswered, 110, it => (it.unanswered.length > 0 ? own.lines(it.unanswered.length) : '—')),
    { title: own.findings, width: 180, render: (_, it) => it.finding_names.map(say).join('；') || '—' },
    moneyColumn(own.lastPerHead, it => it.last_net_per_capita, 130),
    figureColumn(own.change, 100, it => signed(change(it.net_per_capita, it.last_net_per_capita))),
    moneyColumn(own.reference, it => it.reference_per_capita, 130),
    {
      title: <span title={own.suggestedHint}>{own.suggested}</span>,
      width: 150,
      render: (_, it) => (it.class ? word(types, it.class) : '—'),
    },
    moneyColumn(own.wage, it => it.wage, 130),
    moneyColumn(own.operating, it => it.operating, 130),
    moneyColumn(own.property, it => it.property, 130),
    moneyColumn(own.transfer, it => it.transfer, 130),
    moneyColumn(own.expense, it => it.operating_expense, 130),
    moneyColumn(own.net, it => it.net, 130),
    { title: words.householdNo, dataIndex: 'household_no', width: 140, className: 'number' },
  ]
}
