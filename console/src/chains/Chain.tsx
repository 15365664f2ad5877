import { Descriptions, Space, Table, Tag } from 'antd'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import { levels, text } from './text'
import './chains.css'

type Step = S['ChainStepView']

/** One procedure with its steps in their order: level, role, limit, and where it comes from. */
export function Chain({ chain }: { chain: S['ChainView'] }) {
  const words = useText(common)
  const own = useText(text)
  const levelWords = useText(levels)
  return (
    <>
      <Descriptions
        size="small"
        className="chain-facts"
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'whole', label: own.whole, children: chain.whole ?? own.noLimit },
          { key: 'from', label: own.from, children: <span className="number">{chain.from}</span> },
          {
            key: 'basis',
            label: words.basis,
            children: (
              <span>
                {chain.is_default ? <Tag className="tag-confirm">{words.notStated}</Tag> : chain.basis} [{chain.pack}]
              </span>
            ),
          },
        ]}
      />
      <Table<Step>
        size="small"
        rowKey="step"
        dataSource={chain.steps}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: own.order, width: 64, align: 'center', className: 'number', render: (_, __, index) => index + 1 },
          {
            title: own.step,
            render: (_, it) => (
              <Space wrap size={6}>
                {it.zh}
                {it.decides && <Tag className="tag-decides">{own.decides}</Tag>}
                {it.alongside && <Tag>{own.alongside}</Tag>}
              </Space>
            ),
          },
          { title: own.level, width: 110, render: (_, it) => word(levelWords, it.level) },
          { title: own.role, width: 200, dataIndex: 'role_zh' },
          { title: own.limit, width: 200, render: (_, it) => limits(it, own.atLeast) || own.noLimit },
        ]}
      />
    </>
  )
}

function limits(step: Step, atLeast: (time: string) => string): string {
  return [step.limit, step.at_least && atLeast(step.at_least)].filter(Boolean).join('；')
}
