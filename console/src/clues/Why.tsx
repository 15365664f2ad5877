// The reasons of a clue: each rule, each comparison with its parameter, each source row.
import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Card, Flex, Space, Table, Tag, Typography } from 'antd'
import type { S } from '../api/client'
import { inUnit } from '../parts/figures'
import { common } from '../text/common'
import { bilingual, useText } from '../text/text'
import { text } from './text'

const comparisons = bilingual<Record<string, string>>(
  { at_least: '达到', above: '超过', at_most: '不超过', below: '低于', equal_to: '等于', not_equal_to: '不等于' },
  { at_least: 'at least', above: 'above', at_most: 'at most', below: 'below', equal_to: 'equal to', not_equal_to: 'not equal to' },
)

export function Why({ rules }: { rules: S['ExplainedRule'][] }) {
  const own = useText(text)
  return (
    <Flex vertical gap={14}>
      {rules.map(it => (
        <Card
          key={it.rule.rule}
          size="small"
          title={
            <Space wrap>
              <Typography.Text strong>{it.rule.title}</Typography.Text>
              <Typography.Text type="secondary">{it.rule.rule}</Typography.Text>
              {it.rule.effect !== 'clue' && <Tag>{own.watchOnly}</Tag>}
              {!it.rule.sure && <Tag color="gold">{own.toConfirm}</Tag>}
            </Space>
          }
        >
          <Basis basis={it.rule.basis} pack={it.rule.pack} />
          {it.conditions.map(condition => (
            <Condition key={condition.fact} condition={condition} />
          ))}
        </Card>
      ))}
    </Flex>
  )
}

function Condition({ condition }: { condition: S['ExplainedCondition'] }) {
  const own = useText(text)
  const words = useText(common)
  const compare = useText(comparisons)
  const show = (value: number | null | undefined) => inUnit(value, condition.unit, words.yes, words.no)
  const parameter = condition.parameter
  return (
    <div className="why-condition">
      <Space align="start">
        {condition.holds ? (
          <CheckCircleOutlined className="why-holds" aria-label={own.holds} />
        ) : (
          <MinusCircleOutlined aria-label={own.holdsNot} />
        )}
        <span>
          {condition.zh} <strong className="number">{show(condition.actual)}</strong>，{compare[condition.op] ?? condition.op}{' '}
          <span className="number">{show(condition.limit)}</span>
        </span>
      </Space>
      {parameter && (
        <div className="quiet why-detail">
          {own.parameter}：{parameter.zh} = {show(parameter.value)}，{own.from(parameter.from)}，
          <Basis basis={parameter.basis} pack={parameter.pack} inline />
        </div>
      )}
      {condition.rows.length > 0 && (
        <Table
          size="small"
          className="why-rows"
          pagination={false}
          rowKey={row => `${row.batch}/${row.file}/${row.sheet}/${row.row}/${row.fact}`}
          dataSource={condition.rows}
          scroll={{ x: 620 }}
          columns={[
            { title: own.file, render: (_, row) => `${row.file}${row.sheet ? ` [${row.sheet}]` : ''}` },
            { title: own.row, dataIndex: 'row', width: 64, align: 'right' },
            { title: own.person, dataIndex: 'person', width: 80, render: it => it ?? '—' },
            { title: own.value, dataIndex: 'value_zh', width: 110, align: 'right' },
            {
              title: own.matched,
              width: 110,
              render: (_, row) => (row.doubtful ? <Tag color="gold">{own.doubtful}</Tag> : row.matched),
            },
          ]}
        />
      )}
    </div>
  )
}

/** The document a rule or a figure comes from; a figure nobody states says so. */
export function Basis({ basis, pack, inline }: { basis: string; pack: string; inline?: boolean }) {
  const words = useText(common)
  const shown = basis === 'default' ? <Tag color="gold">{words.notStated}</Tag> : basis
  return inline ? (
    <>
      {shown} [{pack}]
    </>
  ) : (
    <Typography.Paragraph type="secondary" className="why-basis">
      {words.basis}：{shown} [{pack}]
    </Typography.Paragraph>
  )
}
