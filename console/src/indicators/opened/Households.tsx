import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Table } from 'antd'
import type { S } from '../../api/client'
import { figureColumn } from '../../parts/columns'
import { useMay } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { below, part } from './part'
import { text } from './text'

interface HouseholdsProps {
  opened: S['OpenedIndicator']
  loading: boolean
  /** How many come before the first that is shown. */
  after: number
  /** Households of a page. */
  shown: number
  onAfter: (after: number) => void
}

/** The households behind a number, each with what it adds and the facts that were counted. */
export function Households({ opened, loading, after, shown, onAfter }: HouseholdsProps) {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const { rows } = opened
  if (rows.length === 0 && after === 0) {
    return (
      <Card>
        <h2 className="section">{own.rows}</h2>
        <p className="quiet targets-note">{opened.regions.length > 0 ? own.rowsAbove : own.noRows}</p>
      </Card>
    )
  }
  return (
    <Card>
      <h2 className="section">{own.rows}</h2>
      <Table<S['HouseholdPart']>
        size="small"
        rowKey="household"
        dataSource={rows}
        loading={loading}
        pagination={false}
        scroll={{ x: 860 }}
        columns={[
          {
            title: own.householder,
            width: 120,
            fixed: 'left',
            render: (_, it) => {
              const name = it.householder ?? String(it.household)
              if (!may('show_household')) return name
              return (
                <Link to="/households/$household" params={{ household: String(it.household) }}>
                  {name}
                </Link>
              )
            },
          },
          { title: own.village, dataIndex: 'village', width: 200 },
          {
            title: own.facts,
            render: (_, it) => (
              <ul className="opened-facts">
                {it.facts.map(fact => (
                  <li key={fact.fact}>
                    {fact.zh} <span className="number">{fact.value ?? own.noFact}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          figureColumn(own.adds, 130, it => part(it.numerator, opened.unit)),
          ...(opened.denominator == null
            ? []
            : [figureColumn<S['HouseholdPart']>(own.addsBelow, 110, it => below(it.denominator))]),
        ]}
      />
      <Flex justify="space-between" align="center" wrap gap={12} className="list-foot no-print">
        <span className="quiet">{own.traced}</span>
        <Flex gap={12} align="center">
          <span className="quiet number">{own.from(after + 1, after + rows.length)}</span>
          <Button size="small" disabled={after === 0} onClick={() => onAfter(after - shown)}>
            {words.previous}
          </Button>
          <Button size="small" disabled={!opened.more} onClick={() => onAfter(after + shown)}>
            {words.next}
          </Button>
        </Flex>
      </Flex>
    </Card>
  )
}
