// 一户一档: looks a household up. What is looked for is sent in the body and never stands in the address.
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Card, Empty, Table } from 'antd'
import { http, type Problem, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import './households.css'
import { useNearName } from './nearName'
import { SearchForm } from './SearchForm'
import { text } from './text'
import { baseTypes, monitoringStates } from './words'

type Row = S['HouseholdRow']

/** The result of the last search, so that coming back from a household shows it again. */
const lastFound = ['household-search']

/** As many households as the server shows. */
const shownAtMost = 50

interface Found {
  rows?: Row[]
  problem?: Problem
}

/** Search by household number, name or identity number, and what was found. */
export default function Households() {
  const own = useText(text)
  const client = useQueryClient()
  const last = useQuery<Found>({ queryKey: lastFound, queryFn: skipToken, gcTime: 600_000 })
  const look = async (body: S['SearchIn']) => {
    const { data, error } = await http.POST('/api/v1/households/search', { body })
    client.setQueryData<Found>(lastFound, { rows: data, problem: error })
    return !error
  }
  const { rows, problem } = last.data ?? {}
  return (
    <Card>
      <h1 className="list-title households-title">{own.title}</h1>
      <SearchForm onSearch={look} />
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {rows ? <FoundTable rows={rows} /> : <p className="quiet households-note">{own.before}</p>}
      {rows && rows.length >= shownAtMost && <p className="quiet households-note">{own.most}</p>}
    </Card>
  )
}

function FoundTable({ rows }: { rows: Row[] }) {
  const words = useText(common)
  const own = useText(text)
  const types = useText(baseTypes)
  const states = useText(monitoringStates)
  const near = useNearName()
  const navigate = useNavigate()
  const open = (row: Row) =>
    void navigate({ to: '/households/$household', params: { household: String(row.household) } })
  return (
    <Table<Row>
      size="middle"
      rowKey="household"
      pagination={false}
      dataSource={rows}
      scroll={{ x: 820 }}
      locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      onRow={row => ({ onDoubleClick: () => open(row) })}
      columns={[
        {
          title: words.householdNo,
          width: 150,
          fixed: 'left',
          className: 'number',
          render: (_, row) => (
            <Link to="/households/$household" params={{ household: String(row.household) }}>
              {row.household_no}
            </Link>
          ),
        },
        { title: words.householder, dataIndex: 'householder', width: 110 },
        { title: own.village, render: (_, row) => near(row.village), ellipsis: true },
        { title: own.members, dataIndex: 'members', width: 80, align: 'right', className: 'number' },
        { title: own.baseType, width: 130, render: (_, row) => word(types, row.base_type) },
        { title: own.monitoring, width: 140, render: (_, row) => word(states, row.monitoring_state) },
      ]}
    />
  )
}
