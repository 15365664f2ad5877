import { Alert, Button, Card, Empty, Flex, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { AssignDialog } from './AssignDialog'
import { rowTones } from './shown'
import { text } from './text'

interface SampleProps {
  round: S['RoundView']
  reload: () => void
}

/** What was drawn from what, whether the seed still draws it, and how far the visits are. */
export function Sample({ round, reload }: SampleProps) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const [isAssigning, setAssigning] = useState(false)
  const found = api.useQuery(
    'get',
    '/api/v1/assessments/{round}/sample',
    { params: { path: { round: round.round } } },
    { enabled: round.sampled_at != null },
  )
  if (round.sampled_at == null) {
    return (
      <Card>
        <Empty description={own.noSample} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      </Card>
    )
  }
  const strata = Object.fromEntries(round.strata.map(it => [it.stratum, it[language]]))
  const number = (it: number) => it.toLocaleString('zh-CN')
  return (
    <Flex vertical gap={12}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Card>
        <Flex vertical gap={12}>
          {found.data && (
            <Alert
              type={found.data.same_as_seed ? 'success' : 'error'}
              showIcon
              title={found.data.same_as_seed ? own.same : own.notSame}
              description={own.how}
            />
          )}
          <h2 className="section">{own.strata}</h2>
          <Table<S['StratumView']>
            size="middle"
            rowKey="stratum"
            dataSource={round.strata}
            pagination={false}
            scroll={{ x: 860 }}
            columns={[
              { title: own.stratum, render: (_, it) => it[language] },
              { title: own.frame, width: 90, align: 'right', className: 'number', render: (_, it) => number(it.households) },
              { title: own.size, render: (_, it) => it.arithmetic },
              { title: own.wanted, width: 80, align: 'right', className: 'number', dataIndex: 'wanted' },
              { title: own.done, width: 80, align: 'right', className: 'number', dataIndex: 'done' },
              { title: own.notMet, width: 80, align: 'right', className: 'number', dataIndex: 'not_met' },
              { title: own.spare, width: 70, align: 'right', className: 'number', dataIndex: 'spare' },
              {
                title: own.frameHash,
                width: 170,
                render: (_, it) => (
                  <span className="number" style={{ overflowWrap: 'anywhere' }}>
                    {it.frame_hash}
                  </span>
                ),
              },
            ]}
          />
        </Flex>
      </Card>
      <Card>
        <Flex vertical gap={12}>
          <Flex justify="space-between" align="center" wrap gap={12}>
            <h2 className="section">{own.households}</h2>
            {round.may.sample && (
              <Button className="no-print" onClick={() => setAssigning(true)}>
                {own.assign}
              </Button>
            )}
          </Flex>
          {round.assessors.length > 0 && (
            <ul className="assess-list">
              {round.assessors.map(it => (
                <li key={it.login}>
                  {it.name} <span className="number">{own.doneOf(it.done, it.given)}</span>
                </li>
              ))}
            </ul>
          )}
          <Table<S['SampleRow']>
            size="middle"
            rowKey="household"
            loading={found.isLoading}
            dataSource={found.data?.rows ?? []}
            pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            scroll={{ x: 780 }}
            columns={[
              { title: own.stratum, width: 170, render: (_, it) => strata[it.stratum] ?? it.stratum },
              { title: own.place, width: 70, align: 'right', className: 'number', dataIndex: 'place' },
              { title: words.village, dataIndex: 'village' },
              { title: words.householder, width: 100, render: (_, it) => it.householder ?? '' },
              {
                title: words.state,
                width: 100,
                render: (_, it) => <Mark tone={rowTones[it.state]}>{own.rowStates[it.state] ?? it.state}</Mark>,
              },
              { title: own.assessor, width: 120, render: (_, it) => it.assessor ?? own.nobody },
            ]}
          />
        </Flex>
      </Card>
      {isAssigning && <AssignDialog round={round} reload={reload} onClose={() => setAssigning(false)} />}
    </Flex>
  )
}
