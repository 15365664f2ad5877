// One batch: its files, what waits to be mended, and the way to take it back.
import { UndoOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Skeleton, Space, Table } from 'antd'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { word } from '../text/words'
import { figureColumn } from '../parts/columns'
import { counted } from '../parts/figures'
import { chinaTime } from '../parts/time'
import './imports.css'
import { Mending } from './Mending'
import { ReasonList } from './ReasonList'
import { quarantineReasons } from './reasons'
import { stateTones } from './states'
import { text } from './text'

export default function Batch() {
  const own = useText(text)
  const { batch } = useParams({ strict: false }) as { batch: string }
  const found = api.useQuery('get', '/api/v1/imports/{batch}', { params: { path: { batch: Number(batch) } } })
  return (
    <Flex vertical gap={12}>
      <Link to="/imports" search={{ tab: 'batches' } as never}>
        ← {own.backToList}
      </Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && <Shown view={found.data} />}
    </Flex>
  )
}

function Shown({ view }: { view: S['BatchView'] }) {
  const own = useText(text)
  const { batch } = view
  return (
    <>
      <Card>
        <Flex justify="space-between" align="start" wrap gap={12}>
          <div>
            <Space size={12} wrap>
              <h1 className="list-title">
                {own.batchNo(batch.batch)} · {own.forMonth(batch.county, batch.month)}
              </h1>
              <Mark tone={stateTones[batch.state]}>{word(own.states, batch.state)}</Mark>
            </Space>
            <p className="import-note">
              {own.reconciled(counted(batch.read), counted(batch.stored), counted(batch.quarantined), counted(batch.skipped))}
            </p>
            <p className="quiet import-note">
              {own.at} {chinaTime(batch.created_at)}
              {batch.note && ` · ${batch.note}`}
            </p>
          </div>
          <RollBack batch={batch} />
        </Flex>
      </Card>
      {batch.state === 'committed' && (
        <Card>
          <p className="import-note">{view.waiting > 0 ? own.waitingRows(counted(view.waiting)) : own.nothingToMend}</p>
          {view.waiting > 0 && <Mending batch={batch.batch} />}
        </Card>
      )}
      <Files files={view.files} />
    </>
  )
}

/** Takes the batch back, once somebody has confirmed it. */
function RollBack({ batch }: { batch: S['BatchRow'] }) {
  const own = useText(text)
  const may = useMay()
  const { modal, message } = App.useApp()
  const back = api.useMutation('post', '/api/v1/imports/{batch}/rollback', {
    onSuccess: () => void message.success(own.rolledBack),
    onError: problem => void message.error(problem.detail),
  })
  if (!may('roll_back_import') || batch.state !== 'committed') return null
  const ask = () =>
    modal.confirm({
      title: own.rollBackAsk(batch.batch, batch.county, batch.month),
      content: own.rollBackWhy,
      okText: own.rollBack,
      okButtonProps: { danger: true },
      onOk: () => back.mutateAsync({ params: { path: { batch: batch.batch } } }).catch(() => {}),
    })
  return (
    <Button danger icon={<UndoOutlined />} loading={back.isPending} onClick={ask}>
      {own.rollBack}
    </Button>
  )
}

function Files({ files }: { files: S['BatchFile'][] }) {
  const own = useText(text)
  const why = useText(quarantineReasons)
  const figure = (title: string, of: (file: S['BatchFile']) => number) =>
    figureColumn<S['BatchFile']>(title, 88, it => (it.error ? '—' : counted(of(it))))
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <h2 className="section import-title">{own.batchFiles}</h2>
      <Table<S['BatchFile']>
        size="small"
        rowKey={it => `${it.file}/${it.sheet}`}
        dataSource={files}
        pagination={files.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 1060 }}
        expandable={{
          columnTitle: <span className="import-hidden">{own.details}</span>,
          rowExpandable: it => Object.keys(it.reasons).length > 0,
          expandedRowRender: it => (
            <ReasonList title={own.whyQuarantined} counts={it.reasons} words={why} told={own.rowsOf} />
          ),
        }}
        columns={[
          {
            title: own.file,
            render: (_, it) => (
              <span className="import-name">
                {it.file}
                {it.sheet && <span className="quiet"> [{it.sheet}]</span>}
                {it.error && <div className="late">{it.error}</div>}
              </span>
            ),
          },
          {
            title: own.kind,
            width: 190,
            render: (_, it) => (
              <>
                {it.feed_zh ?? '—'}
                <div className="quiet">{it.department}</div>
              </>
            ),
          },
          figure(own.read, it => it.read),
          figure(own.stored, it => it.stored),
          figure(own.quarantined, it => it.quarantined),
          figure(own.skipped, it => it.skipped),
          figure(own.matched, it => it.matched),
          figure(own.review, it => it.review),
          figure(own.unmatched, it => it.unmatched),
        ]}
      />
    </Card>
  )
}
