import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Card, Empty, Flex, Table } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useText } from '../text/text'
import { risks, word } from '../text/words'
import { Conditions } from './Conditions'
import { PlaceFields } from './PlaceFields'
import type { PolicySearch } from './search'
import { Source } from './Source'
import { text } from './text'
import { usePlace } from './usePlace'

type Rule = S['RuleView']

/** The rules of a region on a day, with their conditions in words. */
export function Rules() {
  const own = useText(text)
  const words = useText(common)
  const riskWords = useText(risks)
  const [search] = useAddress<PolicySearch>()
  const place = usePlace()
  const found = api.useQuery(
    'get',
    '/api/v1/policy/rules',
    { params: { query: place } },
    { placeholderData: keepPreviousData },
  )
  const all = found.data ?? []
  const shown = all.filter(it => (!search.defaults || it.is_default) && hasText(it, search.text))
  return (
    <Card>
      <Flex vertical gap={12}>
        <PlaceFields hint={own.searchRules} />
        {found.error && <Alert type="error" showIcon title={found.error.detail} />}
        <p className="quiet policy-note">
          {own.shown(shown.length, all.length)}，{own.defaults(all.filter(it => it.is_default).length)}。
        </p>
        <Table<Rule>
          size="middle"
          rowKey="rule"
          dataSource={shown}
          loading={found.isFetching}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          scroll={{ x: 1100 }}
          locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            {
              title: own.rule,
              width: 240,
              fixed: 'left',
              render: (_, it) => (
                <>
                  <Link to={`/policy/rules/${it.rule}`} search={{ region: search.region, on: search.on } as never}>
                    {it.title}
                  </Link>
                  <div className="quiet number">{it.rule}</div>
                </>
              ),
            },
            { title: own.risk, width: 120, render: (_, it) => word(riskWords, it.raises) },
            {
              title: own.effect,
              width: 110,
              render: (_, it) => <Mark tone={it.is_clue ? 'good' : 'plain'}>{it.is_clue ? own.clue : own.watch}</Mark>,
            },
            { title: own.conditions, width: 380, render: (_, it) => <Conditions rule={it} /> },
            {
              title: words.basis,
              render: (_, it) => <Source basis={it.basis} isDefault={it.is_default} note={it.note} pack={it.pack} />,
            },
          ]}
        />
      </Flex>
    </Card>
  )
}

function hasText(it: Rule, text: string | undefined): boolean {
  if (!text) return true
  const conditions = [...it.all, ...it.any].flatMap(one => [one.fact_zh, one.parameter_zh ?? ''])
  const said = [it.rule, it.title, it.basis, it.note ?? '', it.raises_zh ?? '', ...conditions]
  return said.some(words => words.includes(text))
}
