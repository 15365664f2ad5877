import { Empty, Table, type TableProps } from 'antd'
import { usePlace } from '../cases/place'
import { common } from '../text/common'
import { useText } from '../text/text'

interface RowsProps<T> {
  rows: T[] | undefined
  loading: boolean
  rowKey: (row: T) => string
  columns: NonNullable<TableProps<T>['columns']>
  /** What is said when there is nothing. */
  empty: string
  /** All rows are there, to be leafed through. */
  paged?: boolean
}

/** To-dos of one kind: whose, where, and whatever else there is to say. */
export function Rows<T extends { village: string }>(props: RowsProps<T>) {
  const { rows, loading, rowKey, columns, empty, paged = true } = props
  const words = useText(common)
  const place = usePlace()
  const village = {
    title: words.village,
    render: (_: unknown, row: T) => <span title={row.village}>{place(row.village)}</span>,
  }
  const [head, ...rest] = columns
  return (
    <Table<T>
      size="middle"
      rowKey={rowKey}
      dataSource={rows}
      loading={loading}
      pagination={paged && rows && rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 820 }}
      locale={{ emptyText: <Empty description={empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={head ? [head, village, ...rest] : [village]}
    />
  )
}
