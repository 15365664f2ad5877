// One draft: what it changes, its files, its versions, and what may be done with it.
import { ArrowLeftOutlined, EditOutlined, ExperimentOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Descriptions, Flex, Skeleton, Space, Table, Tabs, Typography } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useRegion, useRegions } from '../parts/regions'
import { chinaTime } from '../parts/time'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Changes } from './Changes'
import { BeginDraft, EditDraft } from './DraftForms'
import { DraftState } from './DraftState'
import { DraftSteps } from './DraftSteps'
import { changeText, draftText } from './draftText'
import { Person } from './Person'
import './trials.css'

type Page = S['PolicyDraftPage']

/** Nobody has decided yet: it may still be changed. */
const isOpen = (state: string) => ['draft', 'submitted', 'rejected'].includes(state)

export default function Draft() {
  const own = useText(draftText)
  const { draft = '' } = useParams({ strict: false }) as { draft?: string }
  const isNew = draft === 'new'
  const [search] = useAddress<{ edit?: boolean }>()
  const found = api.useQuery('get', '/api/v1/policy/drafts/{draft}', { params: { path: { draft } } }, { enabled: !isNew })
  return (
    <Flex vertical gap={12}>
      <Link to="/trials" search={{ tab: 'drafts' }} className="no-print">
        <ArrowLeftOutlined aria-hidden /> {own.back}
      </Link>
      {isNew && <BeginDraft />}
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {!isNew && found.isPending && <Skeleton active />}
      {found.data && (search.edit ? <EditDraft page={found.data} onReload={found.refetch} /> : <Shown page={found.data} onReload={found.refetch} />)}
    </Flex>
  )
}

function Shown({ page, onReload }: { page: Page; onReload: () => void }) {
  const words = useText(common)
  const own = useText(draftText)
  const may = useMay()
  const navigate = useNavigate()
  const it = page.draft
  const at = (time: string | null | undefined) => (time ? chinaTime(time) : '—')
  return (
    <>
      <Card>
        <Flex justify="space-between" align="start" wrap gap={12}>
          <Space wrap size={12}>
            <h1 className="list-title">{it.title}</h1>
            <DraftState state={it.state} />
          </Space>
          <Flex wrap gap={8} className="no-print">
            {may('start_job') && isOpen(it.state) && (
              <Button icon={<ExperimentOutlined />} onClick={() => navigate({ to: '/trials', search: { draft: it.draft } as never })}>
                {own.tryIt}
              </Button>
            )}
            {may('save_policy_draft') && isOpen(it.state) && (
              <Button icon={<EditOutlined />} onClick={() => navigate({ to: '.', search: { edit: true } as never })}>
                {own.edit}
              </Button>
            )}
            <DraftSteps draft={it} onReload={onReload} />
          </Flex>
        </Flex>
        <Descriptions
          size="small"
          column={{ xs: 1, lg: 3 }}
          style={{ marginTop: 12 }}
          items={[
            { key: 'from', label: own.effectiveOn, children: <span className="number">{it.effective_on}</span> },
            { key: 'region', label: words.region, children: <RegionName code={it.region} /> },
            { key: 'version', label: own.version, children: <span className="number">{it.version}</span> },
            { key: 'by', label: own.drafter, children: <Person actor={it.created_by} /> },
            { key: 'at', label: own.begunAt, children: <span className="number">{at(it.created_at)}</span> },
            { key: 'decider', label: own.decider, children: <Person actor={it.decided_by} /> },
            { key: 'decided', label: own.decidedAt, children: <span className="number">{at(it.decided_at)}</span> },
            { key: 'note', label: own.note, span: 2, children: it.decision_note ?? '—' },
            { key: 'reason', label: own.reason, span: 'filled', children: it.reason },
          ]}
        />
      </Card>
      <Card>
        <h2 className="section">{own.changes}</h2>
        <DraftChanges page={page} />
      </Card>
      <Card>
        <h2 className="section">{own.files}</h2>
        <Tabs
          items={page.files.map(file => ({
            key: file.path,
            label: file.path,
            children: (
              <pre className="pack-text" tabIndex={0} aria-label={file.path}>
                {file.text}
              </pre>
            ),
          }))}
        />
      </Card>
      <Card>
        <h2 className="section">{own.versions}</h2>
        <Table<S['DraftVersionView']>
          size="small"
          rowKey="version"
          pagination={false}
          dataSource={[...page.versions].reverse()}
          scroll={{ x: 700 }}
          columns={[
            { title: own.version, dataIndex: 'version', width: 80, align: 'right', className: 'number' },
            { title: own.savedBy, width: 220, render: (_, row) => <Person actor={row.saved_by} /> },
            { title: own.savedAt, width: 180, className: 'number', render: (_, row) => at(row.saved_at) },
            { title: own.files, render: (_, row) => row.paths.join('、') },
          ]}
        />
      </Card>
    </>
  )
}

function DraftChanges({ page }: { page: Page }) {
  const own = useText(draftText)
  const change = useText(changeText)
  const codes = [...new Set(page.changes.map(it => it.region).filter(it => it !== ''))]
  const regions = useRegions(codes)
  const name = (code: string) => (code === '' ? change.nation : (regions[codes.indexOf(code)]?.name ?? ''))
  if (!isOpen(page.draft.state)) return <Typography.Text type="secondary">{own.changesOver}</Typography.Text>
  if (page.changes.length === 0) return <Typography.Text type="secondary">{own.noChanges}</Typography.Text>
  return (
    <>
      <Typography.Paragraph type="secondary">{own.changesOn(page.draft.effective_on)}</Typography.Paragraph>
      <Changes rows={page.changes.map(it => ({ place: name(it.region), ...it.change }))} />
    </>
  )
}

function RegionName({ code }: { code: string | null | undefined }) {
  const change = useText(changeText)
  const region = useRegion(code ?? undefined)
  return <>{code ? (region?.path ?? '') : change.nation}</>
}
