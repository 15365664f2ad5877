import { Link } from '@tanstack/react-router'
import { Alert, Skeleton, Table } from 'antd'
import { api, type S } from '../api/client'
import { change, signed } from '../income/change'
import { firstOf, usePeriods } from '../income/period'
import { text as incomeText } from '../income/text'
import { yuan } from '../parts/figures'
import { useText } from '../text/text'
import { text } from './text'

/** 收入: what the last account of the household comes to, and the way to its lines. */
export function Income({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  const income = useText(incomeText)
  const { period, periods, isPending, problem } = usePeriods(undefined)
  const id = household.household
  // The list is in the order of keys: the row behind the one before is the household's, or it has none.
  const found = api.useQuery(
    'get',
    '/api/v1/income',
    { params: { query: { period, after: String(id - 1), limit: 1 } } },
    { enabled: period !== undefined },
  )
  const error = problem ?? found.error
  if (error) return <Alert type="error" showIcon title={error.detail} />
  if (!isPending && !period) return <p className="quiet">{own.nothingKnown}</p>
  if (!found.data) return <Skeleton active />
  const account = found.data.items.find(it => it.household === id)
  if (!account) return <p className="quiet">{own.noIncome}</p>
  const months = periods[0]
  const columns: [string, number | null | undefined][] = [
    [income.wage, account.wage],
    [income.operating, account.operating],
    [income.property, account.property],
    [income.transfer, account.transfer],
    [income.expense, account.operating_expense],
    [income.perHead, account.net_per_capita],
    [income.reference, account.reference_per_capita],
  ]
  return (
    <>
      <p className="quiet">
        {months && income.range(firstOf(months), months.last)} · {income.inYuan}
        {account.unanswered.length > 0 && ` · ${income.unansweredOf(account.unanswered.length)}`}
        {account.findings.length > 0 && ` · ${income.findingsOf(account.findings.length)}`}
      </p>
      <Table<S['IncomeLine']>
        size="small"
        rowKey={it => String(it.household)}
        pagination={false}
        dataSource={[account]}
        columns={[
          ...columns.map(([title, fen]) => ({
            title,
            align: 'right' as const,
            className: 'number',
            render: () => yuan(fen),
          })),
          {
            title: income.change,
            align: 'right',
            className: 'number',
            render: (_, it) => signed(change(it.net_per_capita, it.last_net_per_capita)),
          },
        ]}
      />
      <p className="households-note no-print">
        <Link to="/households/$household/income" params={{ household: String(id) }}>
          {own.openIncome}
        </Link>
      </p>
    </>
  )
}
