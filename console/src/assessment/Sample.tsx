import { Alert, Button, Card, Empty, Flex, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { countColumn, figureColumn } from '../parts/columns'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { AssignDialog } from './AssignDialog'
import { rowTones } from './shown'
import { text } from './text'

/** What was drawn from what, whether the seed still draws it, and how far the visits are. */
export function Sample({ round }: { round: S['RoundView'] }) {
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
              countColumn(own.frame, it => it.households, 90),
              { title: own.size, render: (_, it) => it.arithmetic },
              countColumn(own.wanted, it => it.wanted, 80),
              countColumn(own.done, it => it.done, 80),
              countColumn(own.notMet, it => it.not_met, 80),
              countColumn(own.spare, it => it.spare, 70),
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
              figureColumn(own.place, 70, it => it.place),
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
      {isAssigning && <AssignDialog round={round} onClose={() => setAssigning(false)} />}
    </Flex>
  )
}
