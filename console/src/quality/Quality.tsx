// 数据质量: runs of the checker over exports of the national system.
import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { countColumn } from '../parts/columns'
import type { ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { chinaTime } from '../parts/time'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { NewRun } from './NewRun'
import './quality.css'
import { text } from './text'

export interface QualitySearch extends ListSearch {
  /** A check that is being put together. */
  begin?: boolean
  upload?: string
  /** The job that checks. */
  job?: string
}

export default function Quality() {
  const own = useText(text)
  const may = useMay()
  const staff = useStaff()
  const navigate = useNavigate()
  const [search, setSearch] = useAddress<QualitySearch>()
  const mayCheck = may('begin_upload') && may('start_job')
  const found = api.useQuery('get', '/api/v1/quality/runs')
  if (search.begin && mayCheck) return <NewRun earlier={found.data ?? []} />
  const levels = Object.entries(own.levels)
  return (
    <>
      <List<S['QualityRunRow'], Partial<QualitySearch>>
        title={own.title}
        search={search}
        onSearch={setSearch}
        columns={[
          {
            title: own.on,
            width: 120,
            fixed: 'left',
            className: 'number',
            render: (_, row) => <Link to={`/quality/${row.run}`}>{row.on}</Link>,
          },
          ...(staff.level === 'county' ? [] : [{ title: own.county, dataIndex: 'county', width: 120 }]),
          countColumn<S['QualityRunRow']>(own.findings, row => row.findings),
          ...levels.map(([level, words]) => countColumn<S['QualityRunRow']>(words, row => row.levels[level] ?? 0)),
          countColumn<S['QualityRunRow']>(own.exempted, row => row.exempted),
          countColumn<S['QualityRunRow']>(own.mended, row => row.mended),
          {
            title: own.at,
            width: 150,
            className: 'number',
            render: (_, row) => chinaTime(row.at),
          },
        ]}
        page={found.data && { items: found.data }}
        problem={found.error}
        loading={found.isFetching}
        rowKey={row => row.run}
        onOpen={row => void navigate({ to: `/quality/${row.run}` })}
        width={900}
        tools={
          mayCheck && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ begin: true })}>
              {own.newRun}
            </Button>
          )
        }
      />
      <p className="quiet quality-note">{found.data?.length === 0 ? own.noRuns : own.intro}</p>
    </>
  )
}
