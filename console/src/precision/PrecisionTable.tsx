import { Empty, Table } from 'antd'
import type { S } from '../api/client'
import { countColumn } from '../parts/columns'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Bar } from './Bar'
import { dimensions, text } from './text'

type Row = S['PrecisionRow']

/** What became of clues line by line; the number of each rate stands before its bar. */
export function PrecisionTable({ by, rows, loading }: { by: S['PrecisionBy'][]; rows: Row[]; loading: boolean }) {
  const words = useText(common)
  const own = useText(text)
  const dimensionWords = useText(dimensions)
  const figure = (title: string, of: (row: Row) => number, width = 100) => ({
    ...countColumn<Row>(title, of, width),
    sorter: (one: Row, other: Row) => of(one) - of(other),
  })
  return (
    <Table<Row>
      size="middle"
      rowKey={row => row.key.join('|')}
      dataSource={rows}
      loading={loading}
      scroll={{ x: 1040 }}
      locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      columns={[
        ...by.map((it, index) => ({
          title: dimensionWords[it],
          render: (_: unknown, row: Row) => row.key[index] || <span className="quiet">{own.unknown}</span>,
        })),
        figure(own.clues, row => row.clues, 80),
        figure(own.dispatched, row => row.dispatched),
        figure(own.confirmed, row => row.confirmed),
        figure(own.notConfirmed, row => row.not_confirmed, 124),
        figure(own.unverifiable, row => row.unverifiable, 124),
        figure(own.identified, row => row.identified, 140),
        {
          title: own.rate,
          width: 240,
          sorter: (one, other) => (one.hit_rate_basis_points ?? -1) - (other.hit_rate_basis_points ?? -1),
          render: (_, row) => (
            <Bar
              basisPoints={row.hit_rate_basis_points}
              nothing={own.noRate}
              title={own.rateOf(row.confirmed, row.confirmed + row.not_confirmed)}
            />
          ),
        },
      ]}
    />
  )
}
