// What was printed, the newest first.
import { Link } from '@tanstack/react-router'
import { Alert, Card, Table } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { ReportsSearch } from './search'
import { text } from './text'

/** A moment as it is read. */
export function moment(at: string): string {
  return dayjs(at).format('YYYY-MM-DD HH:mm')
}

export function Prints() {
  const own = useText(text)
  const words = useText(common)
  const [search] = useAddress<ReportsSearch>()
  const query = { report: search.report, region: search.region }
  const found = api.useQuery('get', '/api/v1/report-prints', { params: { query } })
  return (
    <>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Card styles={{ body: { padding: 0 } }}>
        <Table<S['PrintLine']>
          size="middle"
          pagination={false}
          loading={found.isFetching}
          dataSource={found.data}
          rowKey="print"
          locale={{ emptyText: own.noPrints }}
          columns={[
            { title: own.report, render: (_, it) => <Link to={`/reports/prints/${it.print}`}>{it.title}</Link> },
            { title: words.region, width: 220, dataIndex: 'region_name' },
            { title: own.numbersOf, width: 150, className: 'number', render: (_, it) => moment(it.as_of) },
            { title: own.leaves, width: 110, render: (_, it) => it.for_others && <Mark>{words.yes}</Mark> },
            { title: own.printedAt, width: 150, className: 'number', render: (_, it) => moment(it.printed_at) },
            { title: own.printedBy, width: 120, dataIndex: 'printed_by' },
          ]}
        />
      </Card>
    </>
  )
}
