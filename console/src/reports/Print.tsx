// A printing: what was kept, filled in again by the numbers of then; paper, workbook, and what has changed since.
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Skeleton, Table } from 'antd'
import { api, download, type S } from '../api/client'
import { chinaTime } from '../parts/time'
import { useText } from '../text/text'
import './reports.css'
import { Content } from './shown/Content'
import { text } from './text'

export default function Print() {
  const own = useText(text)
  const { print } = useParams({ strict: false }) as { print: string }
  const found = api.useQuery('get', '/api/v1/report-prints/{print}', { params: { path: { print } } })
  return (
    <Flex vertical gap={12}>
      <Link to="/reports" search={{ tab: 'prints' } as never}>
        ← {own.back}
      </Link>
      <h1 className="list-title">{own.printTitle}</h1>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && (
        <>
          <Head view={found.data} />
          <Content content={found.data.content} asOf={found.data.open_as_of} />
          <Changes print={print} />
        </>
      )}
    </Flex>
  )
}

function Head({ view }: { view: S['ReportPrintView'] }) {
  const own = useText(text)
  const { message } = App.useApp()
  const get = async () => {
    const problem = await download(`/api/v1/report-prints/${view.print}/export`)
    if (problem) message.error(problem.detail)
  }
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <p>
            {own.printedAt} <span className="number">{chinaTime(view.printed_at)}</span>　{own.printedBy} {view.printed_by}
            　{own.numbersOf} <span className="number">{chinaTime(view.as_of)}</span>　
            {view.for_others ? own.leaves : own.inside}
          </p>
          <p className="quiet report-hash">
            {own.sm3}：<code>{view.sm3}</code>
          </p>
        </div>
        <Flex gap={8}>
          <Button icon={<PrinterOutlined />} href={`/api/v1/report-prints/${view.print}/paper`} target="_blank">
            {own.paper}
          </Button>
          <Button icon={<DownloadOutlined />} onClick={() => void get()}>
            {own.workbook}
          </Button>
        </Flex>
      </Flex>
      <Alert type={view.same ? 'success' : 'error'} showIcon title={view.same ? own.same : own.notSame} />
    </Card>
  )
}

function Changes({ print }: { print: string }) {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/report-prints/{print}/changes', { params: { path: { print } } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  const { changes, same } = found.data
  return (
    <Card>
      <h2 className="section">{own.changes}</h2>
      {same ? (
        <p className="quiet">{own.noChanges}</p>
      ) : (
        <Table<S['CellChange']>
          size="small"
          pagination={false}
          dataSource={changes}
          rowKey={it => `${it.place}/${it.figure}/${it.was}/${it.is}`}
          columns={[
            { title: own.area, dataIndex: 'place' },
            { title: own.figure, dataIndex: 'figure' },
            { title: own.was, align: 'right', className: 'number', render: (_, it) => it.was ?? '—' },
            { title: own.now, align: 'right', className: 'number', render: (_, it) => it.is ?? '—' },
          ]}
        />
      )}
    </Card>
  )
}
