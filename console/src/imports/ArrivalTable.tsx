import { Empty, Table } from 'antd'
import type { S } from '../api/client'
import { Mark, type Tone } from '../parts/Mark'
import { Bar } from '../precision/Bar'
import { common } from '../text/common'
import { useText } from '../text/text'
import { figureColumn } from '../parts/columns'
import { counted } from '../parts/figures'
import { text } from './text'

type Row = S['ArrivalRow']

const tones: Record<S['Arrival'], Tone> = {
  arrived: 'good',
  late: 'care',
  awaited: 'told',
  missing: 'bad',
  never: 'plain',
}

/** By department and kind of file: whether it came, and when. Hit rates stand beside the department. */
export function ArrivalTable({ rows, rates }: { rows: Row[]; rates?: S['PrecisionRow'][] }) {
  const own = useText(text)
  const words = useText(common)
  const first = (index: number) => index === 0 || rows[index - 1]?.department !== rows[index]?.department
  const span = (index: number | undefined) => {
    if (index === undefined) return {}
    if (!first(index)) return { rowSpan: 0 }
    return { rowSpan: rows.filter(it => it.department === rows[index]?.department).length }
  }
  const rateOf = (department: string) => rates?.find(it => it.key[0] === department)
  /** Rows of a month; a dash where nothing came. */
  const figure = (title: string, of: (row: Row) => number) =>
    figureColumn<Row>(title, 88, it => (it.files > 0 ? counted(of(it)) : '—'))
  return (
    <Table<Row>
      size="small"
      rowKey="feed"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1040 }}
      locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: own.department, width: 120, dataIndex: 'department', onCell: (_, index) => span(index) },
        { title: own.dataKind, dataIndex: 'feed_zh' },
        {
          title: words.state,
          width: 100,
          render: (_, it) => <Mark tone={tones[it.arrival]}>{own.arrivals[it.arrival]}</Mark>,
        },
        { title: own.arrivedOn, width: 116, className: 'number', render: (_, it) => it.arrived_on ?? '—' },
        { title: own.lastMonth, width: 96, className: 'number', render: (_, it) => it.last_month ?? '—' },
        figure(own.read, it => it.rows),
        figure(own.matched, it => it.matched),
        figure(own.quarantined, it => it.quarantined),
        ...(rates
          ? [
              {
                title: own.hitRate,
                width: 210,
                onCell: (_: Row, index?: number) => span(index),
                render: (_: unknown, it: Row) => {
                  const rate = rateOf(it.department)
                  return (
                    <>
                      <Bar basisPoints={rate?.hit_rate_basis_points} nothing={own.noHits} />
                      {rate?.hit_rate_basis_points != null && (
                        <div className="quiet">{own.hitsOf(rate.confirmed, rate.confirmed + rate.not_confirmed)}</div>
                      )}
                    </>
                  )
                },
              },
            ]
          : []),
      ]}
    />
  )
}
