import { Card, Empty, Table } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

/** Checks nobody can say anything about, and why. */
export function NotJudged({ checks }: { checks: S['QualityCheck'][] }) {
  const own = useText(text)
  const found = checks.filter(it => it.not_judged.length > 0)
  return (
    <Card>
      <h2 className="import-hidden">{own.tabNotJudged}</h2>
      <p className="quiet import-note">{own.notJudgedWhy}</p>
      <Table<S['QualityCheck']>
        size="middle"
        rowKey="check"
        dataSource={found}
        pagination={found.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        locale={{ emptyText: <Empty description={own.allJudged} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: own.check, dataIndex: 'check', width: 110, className: 'number' },
          { title: own.doubt, dataIndex: 'title', className: 'check-title' },
          { title: own.why, render: (_, it) => it.not_judged.join('；') },
        ]}
      />
    </Card>
  )
}
