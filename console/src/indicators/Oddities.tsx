import { Card, Table } from 'antd'
import type { S } from '../api/client'
import { figureColumn } from '../parts/columns'
import { useSaid } from '../ledgers/said'
import { useText } from '../text/text'
import { text } from './text'

/** Where an oddity stands on the page. */
export function oddityId(no: number): string {
  return `oddity-${no}`
}

/** What the printed plans contradict themselves in. */
export function Oddities({ oddities }: { oddities: S['OddityView'][] }) {
  const own = useText(text)
  const say = useSaid()
  if (oddities.length === 0) return null
  return (
    <Card>
      <h2 className="section">{own.odditiesTitle}</h2>
      <p className="quiet targets-note">{own.odditiesNote}</p>
      <Table<S['OddityView']>
        size="small"
        rowKey="no"
        dataSource={oddities}
        pagination={false}
        scroll={{ x: 720 }}
        onRow={it => ({ id: oddityId(it.no) })}
        columns={[
          { title: own.number, dataIndex: 'no', width: 70, className: 'number' },
          { title: own.what, render: (_, it) => say(it) },
          { title: own.where, dataIndex: 'place', width: 260 },
        ]}
      />
    </Card>
  )
}

/** Totals of the history that their own years do not add up to. */
export function Conflicts({ conflicts }: { conflicts: S['ConflictView'][] }) {
  const own = useText(text)
  const say = useSaid()
  if (conflicts.length === 0) return null
  return (
    <Card>
      <h2 className="section">{own.conflictsTitle}</h2>
      <Table<S['ConflictView']>
        size="small"
        rowKey={it => `${it.zh}${it.years}`}
        dataSource={conflicts}
        pagination={false}
        scroll={{ x: 820 }}
        columns={[
          { title: own.what, render: (_, it) => say(it) },
          { title: own.years, dataIndex: 'years', width: 110, className: 'number' },
          figureColumn(own.stated, 120, it => it.stated),
          figureColumn(own.added, 140, it => it.added),
          { title: own.sourceOf, dataIndex: 'source', width: 240 },
        ]}
      />
    </Card>
  )
}
