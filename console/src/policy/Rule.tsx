// One rule: what it asks for, where it comes from, and the cases it was tried on.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card, Empty, Flex, Skeleton, Space, Table } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark, type Tone } from '../parts/Mark'
import { useRegion } from '../parts/regions'
import { common } from '../text/common'
import { useText } from '../text/text'
import { risks, word } from '../text/words'
import { Conditions } from './Conditions'
import './policy.css'
import type { PolicySearch } from './search'
import { Source } from './Source'
import { text } from './text'
import { usePlace } from './usePlace'

export default function Rule() {
  const own = useText(text)
  const { rule } = useParams({ strict: false }) as { rule: string }
  const [search] = useAddress<PolicySearch>()
  const place = usePlace()
  const found = api.useQuery('get', '/api/v1/policy/rules/{rule}', { params: { path: { rule }, query: place } })
  return (
    <Flex vertical gap={12}>
      <Link to="/policy" search={{ tab: 'rules', region: search.region, on: search.on } as never}>
        ← {own.back}
      </Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && (
        <>
          <Shown rule={found.data.rule} />
          <Cases cases={found.data.cases} />
        </>
      )}
    </Flex>
  )
}

function Shown({ rule }: { rule: S['RuleView'] }) {
  const own = useText(text)
  const words = useText(common)
  const riskWords = useText(risks)
  const place = usePlace()
  const region = useRegion(place.region)
  return (
    <Card>
      <Space size={12} wrap align="start">
        <h1 className="list-title">{rule.title}</h1>
        <span className="quiet number">{rule.rule}</span>
        <Mark tone={rule.is_clue ? 'good' : 'plain'}>{rule.is_clue ? own.clue : own.watch}</Mark>
        {rule.raises && <Mark>{word(riskWords, rule.raises)}</Mark>}
      </Space>
      <p className="quiet policy-note">{own.ofRegion(region?.name ?? '', place.on)}</p>
      <dl className="rule-facts">
        <dt>{own.conditions}</dt>
        <dd>
          <Conditions rule={rule} />
        </dd>
        <dt>{own.effect}</dt>
        <dd>
          {rule.is_clue ? own.clueWhy : own.watchWhy}。{own.priorityOf(rule.priority)}
        </dd>
        <dt>{words.basis}</dt>
        <dd>
          <Source basis={rule.basis} isDefault={rule.is_default} note={rule.note} pack={rule.pack} />
        </dd>
        <dt>{own.since}</dt>
        <dd className="number">{rule.to ? own.between(rule.from, rule.to) : own.sinceDay(rule.from)}</dd>
      </dl>
    </Card>
  )
}

function Cases({ cases }: { cases: S['RuleCaseView'][] }) {
  const own = useText(text)
  const words = useText(common)
  const says = (fires: boolean | null | undefined): [Tone, string] => {
    if (fires == null) return ['care', own.cannotTell]
    return fires ? ['good', own.fires] : ['plain', own.doesNot]
  }
  return (
    <Card>
      <h2 className="section">{own.cases}</h2>
      <p className="quiet policy-note">{own.casesWhy}</p>
      <Table<S['RuleCaseView'] & { place: number }>
        size="small"
        rowKey="place"
        dataSource={cases.map((it, place) => ({ ...it, place }))}
        pagination={false}
        scroll={{ x: 800 }}
        locale={{ emptyText: <Empty description={own.noCases} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: own.cases, dataIndex: 'name', width: 280 },
          {
            title: own.known,
            render: (_, it) => (
              <ul className="case-facts">
                {it.facts_zh.map(fact => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            ),
          },
          {
            title: own.says,
            width: 120,
            render: (_, it) => {
              const [tone, said] = says(it.fires)
              return <Mark tone={tone}>{said}</Mark>
            },
          },
          { title: words.day, dataIndex: 'on', width: 110, className: 'number' },
          { title: own.pack, dataIndex: 'pack', width: 110 },
        ]}
      />
    </Card>
  )
}
