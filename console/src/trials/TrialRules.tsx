import { Flex, Table, Typography } from 'antd'
import { yuan } from '../parts/figures'
import { useText } from '../text/text'
import { Difference } from './Difference'
import type { TrialBenefit, TrialRule } from './simulation'
import { resultText } from './text'

const number = { align: 'right' as const, className: 'number', width: 120 }

/** Rules that find other households than before. */
export function TrialRules({ rules }: { rules: TrialRule[] }) {
  const own = useText(resultText)
  if (rules.length === 0) return <Typography.Text type="secondary">{own.rulesSame}</Typography.Text>
  return (
    <Table<TrialRule>
      size="small"
      rowKey="rule"
      dataSource={rules}
      pagination={rules.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 900 }}
      columns={[
        {
          title: own.rule,
          render: (_, it) => (
            <Flex gap={8}>
              {it.title} <span className="quiet">{it.rule}</span>
            </Flex>
          ),
        },
        {
          title: own.findings,
          children: [
            { ...number, title: own.now, dataIndex: 'findings_now' },
            { ...number, title: own.tried, dataIndex: 'findings_tried' },
            { ...number, title: own.difference, render: (_: unknown, it: TrialRule) => <Difference now={it.findings_now} tried={it.findings_tried} /> },
          ],
        },
        {
          title: own.visits,
          children: [
            { ...number, title: own.now, dataIndex: 'visits_now' },
            { ...number, title: own.tried, dataIndex: 'visits_tried' },
            { ...number, title: own.difference, render: (_: unknown, it: TrialRule) => <Difference now={it.visits_now} tried={it.visits_tried} /> },
          ],
        },
      ]}
    />
  )
}

/** Benefits that come to something else than before, for one period each. */
export function TrialBenefits({ benefits }: { benefits: TrialBenefit[] }) {
  const own = useText(resultText)
  if (benefits.length === 0) return <Typography.Text type="secondary">{own.benefitsSame}</Typography.Text>
  return (
    <Table<TrialBenefit>
      size="small"
      rowKey="benefit"
      dataSource={benefits}
      pagination={false}
      scroll={{ x: 900 }}
      columns={[
        { title: own.benefit, dataIndex: 'zh' },
        {
          title: own.entitled,
          children: [
            { ...number, title: own.now, dataIndex: 'entitled_now' },
            { ...number, title: own.tried, dataIndex: 'entitled_tried' },
            { ...number, title: own.difference, render: (_: unknown, it: TrialBenefit) => <Difference now={it.entitled_now} tried={it.entitled_tried} /> },
          ],
        },
        {
          title: own.amount,
          children: [
            { ...number, title: own.now, render: (_: unknown, it: TrialBenefit) => yuan(it.amount_now) },
            { ...number, title: own.tried, render: (_: unknown, it: TrialBenefit) => yuan(it.amount_tried) },
            { ...number, title: own.difference, render: (_: unknown, it: TrialBenefit) => <Difference now={it.amount_now} tried={it.amount_tried} isMoney /> },
          ],
        },
      ]}
    />
  )
}
