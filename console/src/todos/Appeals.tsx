import { Empty, Table } from 'antd'
import type { S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { text } from './text'

interface AppealsProps {
  appeals: S['AppealRow'][] | undefined
  loading: boolean
  today?: string
}

/** Appeals that wait for an answer, what ends first comes first. */
export function Appeals({ appeals, loading, today }: AppealsProps) {
  const own = useText(text)
  const words = useText(common)
  return (
    <Table<S['AppealRow']>
      size="middle"
      rowKey={it => it.appeal}
      dataSource={appeals}
      loading={loading}
      pagination={appeals && appeals.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 820 }}
      locale={{ emptyText: <Empty description={own.noneAppeals} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: words.householder, dataIndex: 'name', width: 120 },
        { title: own.from, dataIndex: 'place' },
        { title: own.need, dataIndex: 'need_zh', width: 160 },
        { title: own.stage, dataIndex: 'stage_zh', width: 110 },
        { title: own.receipt, dataIndex: 'receipt', width: 130, className: 'number' },
        {
          title: own.left,
          width: 120,
          render: (_, row) => <Deadline due={row.due_on} state={row.state} today={today} />,
        },
        {
          title: words.action,
          width: 110,
          fixed: 'right',
          render: (_, row) => <DoIt to={`/appeals/${row.appeal}`} label={own.doIt} full={own.answerFor(row.name)} />,
        },
      ]}
    />
  )
}
