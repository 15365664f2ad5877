import { Table } from 'antd'
import type { S } from '../api/client'
import { moneyColumn } from '../parts/columns'
import { useText } from '../text/text'
import { text } from './text'

/** Payments of a department's list, each with the row it stands in. */
export function Payments({ rows }: { rows: S['PaidRow'][] }) {
  const own = useText(text)
  return (
    <Table<S['PaidRow']>
      size="small"
      rowKey={it => `${it.file}/${it.row}`}
      dataSource={rows}
      pagination={false}
      className="benefit-payments"
      columns={[
        { title: own.item, dataIndex: 'item' },
        moneyColumn(own.received, it => it.amount, 120),
        { title: own.paidOn, width: 120, className: 'number', render: (_, it) => it.paid_on ?? own.none },
        { title: own.source, render: (_, it) => own.row(it.file, it.row) },
      ]}
    />
  )
}
