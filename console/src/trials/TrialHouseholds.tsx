import { Link } from '@tanstack/react-router'
import { Flex, Table, Typography } from 'antd'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { clueClasses, findings, word } from '../text/words'
import type { Simulation, TrialHousehold } from './simulation'
import { resultText } from './text'

/** The households that fare differently: raised anew, no longer raised, or for other reasons. */
export function TrialHouseholds({ result, within }: { result: Simulation; within: string }) {
  const words = useText(common)
  const own = useText(resultText)
  const classWords = useText(clueClasses)
  const findingWords = useText(findings)
  const may = useMay()
  const titles = new Map(result.rules.map(it => [it.rule, it.title]))
  if (result.households.length === 0) return <Typography.Text type="secondary">{own.sameHouseholds}</Typography.Text>
  const isListedOnly = result.households.length < result.households_changed
  const side = (title: string, of: (it: TrialHousehold) => [string | null | undefined, string[]]) => ({
    title,
    render: (_: unknown, it: TrialHousehold) => {
      const [klass, rules] = of(it)
      if (klass == null) return <span className="quiet">{own.nothingRaised}</span>
      return (
        <Flex vertical>
          {word(classWords, klass)}
          <span className="quiet">{rules.map(rule => titles.get(rule) ?? rule).join('；')}</span>
        </Flex>
      )
    },
  })
  return (
    <>
      {isListedOnly && <Typography.Paragraph type="secondary">{own.listed(result.households.length)}</Typography.Paragraph>}
      <Table<TrialHousehold>
        size="small"
        rowKey={it => `${it.household}/${it.month}`}
        dataSource={result.households}
        pagination={{ defaultPageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
        scroll={{ x: 960 }}
        columns={[
          { title: words.month, dataIndex: 'month', width: 90, className: 'number' },
          { title: own.village, width: 240, render: (_, it) => it.village.replace(within, '') },
          side(own.now, it => [it.class_now, it.rules_now]),
          side(own.tried, it => [it.class_tried, it.rules_tried]),
          { title: own.finding, width: 110, render: (_, it) => word(findingWords, it.finding) },
          ...(may('show_household')
            ? [
                {
                  title: words.action,
                  width: 90,
                  render: (_: unknown, it: TrialHousehold, index: number) => (
                    <Link to={`/households/${it.household}`} aria-label={own.dossierOf(index + 1)}>
                      {own.dossier}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
