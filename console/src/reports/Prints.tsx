// What was printed, the newest first.
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { chinaTime } from '../parts/time'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { ReportsSearch } from './search'
import { text } from './text'

/** How many the server gives at once. */
const most = 50

export function Prints() {
  const own = useText(text)
  const words = useText(common)
  const [search] = useAddress<ReportsSearch>()
  const [trail, setTrail] = useState<string[]>([])
  const query = { report: search.report, region: search.region, before: trail.at(-1) }
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
            { title: own.numbersOf, width: 150, className: 'number', render: (_, it) => chinaTime(it.as_of) },
            { title: own.leaves, width: 110, render: (_, it) => it.for_others && <Mark>{words.yes}</Mark> },
            { title: own.printedAt, width: 150, className: 'number', render: (_, it) => chinaTime(it.printed_at) },
            { title: own.printedBy, width: 120, dataIndex: 'printed_by' },
          ]}
        />
      </Card>
      {(trail.length > 0 || found.data?.length === most) && (
        <Flex gap={8} justify="end" className="reports-pages">
          <Button disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
            {words.previous}
          </Button>
          <Button
            disabled={found.data?.length !== most}
            onClick={() => setTrail([...trail, found.data?.at(-1)?.print ?? ''])}
          >
            {words.next}
          </Button>
        </Flex>
      )}
    </>
  )
}
