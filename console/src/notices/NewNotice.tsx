import { Alert, Flex, Form, Radio, Table, Tag } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { kindOf } from '../cases/chain'
import { optionsOf } from '../cases/forms/fields'
import { RegionField } from '../parts/RegionField'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stages } from '../text/words'
import { NoticeForm } from './NoticeForm'
import { text } from './text'
import { noticeKinds } from './words'

/** Where the households of a kind of notice stand; whether each may be on it, the server says. */
const stagesOf: Record<S['NoticeKind'], S['Stage'][]> = {
  identification: ['identifying'],
  elimination: ['eliminating'],
  measures: ['assisted', 'eliminating'],
  announcement: ['identified', 'assisted', 'eliminated'],
}

/** A new notice: what about, which village, whom; then the text as it will hang. */
export function NewNotice({ onPosted }: { onPosted: (notice: S['NoticeView']) => void }) {
  const own = useText(text)
  const words = useText(common)
  const kindWords = useText(noticeKinds)
  const staff = useStaff()
  const [kind, setKind] = useState<S['NoticeKind']>('identification')
  const [village, setVillage] = useState(staff.level === 'village' ? staff.region : undefined)
  const [chosen, setChosen] = useState<number[]>([])
  return (
    <Flex vertical gap={16}>
      <Form layout="vertical" component={false}>
        <Form.Item label={own.kind}>
          <Radio.Group
            aria-label={own.kind}
            value={kind}
            onChange={it => {
              setKind(it.target.value as S['NoticeKind'])
              setChosen([])
            }}
            options={optionsOf(kindWords)}
            className="choices"
          />
        </Form.Item>
        {staff.level !== 'village' && (
          <Form.Item label={words.village} htmlFor="village" extra={own.chooseVillage}>
            <RegionField
              id="village"
              value={village}
              onChange={it => {
                setVillage(it)
                setChosen([])
              }}
            />
          </Form.Item>
        )}
      </Form>
      {village && <Candidates kind={kind} village={village} chosen={chosen} onChoose={setChosen} />}
      {chosen.length > 0 && (
        <NoticeForm
          key={`${kind}/${chosen.join('/')}`}
          kind={kind}
          cases={chosen}
          reload={() => setChosen([])}
          onPosted={onPosted}
        />
      )}
    </Flex>
  )
}

interface CandidatesProps {
  kind: S['NoticeKind']
  village: string
  chosen: number[]
  onChoose: (cases: number[]) => void
}

/** The households of the village that have come so far, those who wait for a notice first. */
function Candidates({ kind, village, chosen, onChoose }: CandidatesProps) {
  const own = useText(text)
  const words = useText(common)
  const stageWords = useText(stages)
  const todos = api.useQuery('get', '/api/v1/cases/todos')
  const [first, second, third] = stagesOf[kind]
  const a = useStage(first, village)
  const b = useStage(second, village)
  const c = useStage(third, village)
  const waits = new Set((todos.data ?? []).filter(it => isNotice(it.step)).map(it => it.case))
  const rows = [a, b, c]
    .flatMap(it => it.data?.items ?? [])
    .sort((x, y) => Number(waits.has(y.case)) - Number(waits.has(x.case)))
  const problem = a.error ?? b.error ?? c.error
  return (
    <section>
      <h3 className="part">{own.choose}</h3>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      <Table<S['CaseRow']>
        size="small"
        rowKey={it => it.case}
        dataSource={rows}
        loading={a.isLoading || b.isLoading || c.isLoading}
        pagination={false}
        scroll={{ y: 220 }}
        locale={{ emptyText: own.nobody }}
        rowSelection={{ selectedRowKeys: chosen, onChange: keys => onChoose(keys.map(Number)) }}
        columns={[
          { title: words.householder, dataIndex: 'householder', width: 120 },
          { title: words.householdNo, dataIndex: 'household_no', className: 'number' },
          { title: words.stage, render: (_, it) => stageWords[it.stage as S['Stage']] },
          {
            title: words.state,
            render: (_, it) => (waits.has(it.case) ? <Tag className="tag-gold">{own.waits}</Tag> : '—'),
          },
        ]}
      />
    </section>
  )
}

function isNotice(step: string): boolean {
  return kindOf(step) === 'village_notice' || kindOf(step) === 'announcement'
}

/** The cases of a village in a stage. */
function useStage(stage: S['Stage'] | undefined, village: string) {
  return api.useQuery(
    'get',
    '/api/v1/cases',
    { params: { query: { stage: stage ?? 'clue', region: village, limit: 200 } } },
    { enabled: !!stage },
  )
}
