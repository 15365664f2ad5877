import { Button, Progress, Table } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../api/client'
import { figureColumn } from '../parts/columns'
import { common } from '../text/common'
import { useText } from '../text/text'
import { size } from './figures'
import { text } from './text'
import type { Sending } from './useSending'

interface SentFilesProps {
  files: Sending[]
  /** What the server has already. */
  arrived: S['UploadedFile'][]
  onRetry: (name: string) => void
  /** A further column, about what a file is. */
  further?: { title: string; render: (name: string) => ReactNode }
}

interface Row {
  name: string
  bytes: number
  sending?: Sending
}

/** The files of an upload, each with how far it has gone; one that did not arrive can be sent again. */
export function SentFiles({ files, arrived, onRetry, further }: SentFilesProps) {
  const own = useText(text)
  const before = arrived.filter(it => !files.some(file => file.name === it.name))
  const rows: Row[] = [
    ...before,
    ...files.map(it => ({ name: it.name, bytes: it.file.size, sending: it })),
  ]
  if (rows.length === 0) return null
  return (
    <Table<Row>
      size="small"
      rowKey="name"
      dataSource={rows}
      pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 680 }}
      columns={[
        { title: own.file, dataIndex: 'name', className: 'import-name' },
        figureColumn(own.size, 100, row => size(row.bytes)),
        ...(further
          ? [{ title: further.title, width: 150, render: (_: unknown, row: Row) => further.render(row.name) }]
          : []),
        {
          title: own.progress,
          width: 280,
          render: (_, row) => <Progressed row={row} onRetry={onRetry} />,
        },
      ]}
    />
  )
}

function Progressed({ row, onRetry }: { row: Row; onRetry: (name: string) => void }) {
  const own = useText(text)
  const words = useText(common)
  const { sending } = row
  if (!sending || sending.state === 'sent') return <span className="import-arrived">{own.arrived}</span>
  if (sending.state === 'waiting') return <span className="quiet">{own.waiting}</span>
  if (sending.state === 'failed') {
    return (
      <span role="alert">
        <span className="late">{sending.problem}</span>{' '}
        <Button size="small" onClick={() => onRetry(row.name)}>
          {words.retry}
        </Button>
      </span>
    )
  }
  const percent = row.bytes === 0 ? 100 : Math.floor((sending.sent * 100) / row.bytes)
  return <Progress percent={Math.min(percent, 100)} size="small" aria-label={own.sending(row.name)} />
}
