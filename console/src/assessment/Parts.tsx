import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Table } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { figureColumn } from '../parts/columns'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { History } from './History'
import { ScoreDrawer } from './ScoreDrawer'
import { text } from './text'

type Item = S['ItemView']

/** Every item of every part with its points; each opens to its number, source and arithmetic. */
export function Parts({ round }: { round: S['RoundView'] }) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const [scoring, setScoring] = useState<Item>()
  const canScore = (it: Item) => round.may.score && (it.source === 'person' || it.evidence?.value == null)
  return (
    <Card>
      {round.table.parts.map(part => (
        <section key={part.part} className="assess-part">
          <Flex gap={12} wrap align="baseline">
            <h2>{part[language]}</h2>
            <span>
              {own.weight} <strong className="number">{part.weight}</strong>
            </span>
            {part.score && <span className="number">{own.partOf(part.points, part.of, part.score)}</span>}
          </Flex>
          <p className="quiet assess-note">
            {part.basis === 'default' ? words.notStated : part.basis} {part.note}
          </p>
          <Table<Item>
            size="middle"
            rowKey="item"
            dataSource={part.items}
            pagination={false}
            scroll={{ x: 860 }}
            expandable={{
              columnTitle: <span className="assess-hidden">{own.formula}</span>,
              expandedRowRender: it => <Opened round={round} item={it} />,
            }}
            columns={[
              { title: own.item, render: (_, it) => it[language] },
              { title: own.aspect, width: 110, render: (_, it) => it.aspect_zh ?? '' },
              { title: own.from, width: 110, render: (_, it) => own.sources[it.source] ?? it.source },
              figureColumn(own.number, 110, value),
              figureColumn(own.of, 70, it => it.points),
              figureColumn(own.points, 110, it => <Points item={it} />),
              {
                title: <span className="assess-hidden">{words.action}</span>,
                width: 90,
                render: (_, it) =>
                  canScore(it) && (
                    <Button
                      size="small"
                      className="no-print"
                      aria-label={own.giveTitle(it[language])}
                      onClick={() => setScoring(it)}
                    >
                      {own.give}
                    </Button>
                  ),
              },
            ]}
          />
        </section>
      ))}
      {scoring && (
        <ScoreDrawer round={round} item={scoring} onClose={() => setScoring(undefined)} />
      )}
    </Card>
  )
}

function value(it: Item): string {
  return it.evidence?.value == null ? '—' : `${it.evidence.value}${it.evidence.unit}`
}

function Points({ item }: { item: Item }) {
  const own = useText(text)
  if (item.not_applicable) return <Mark>{own.notApplicable}</Mark>
  if (item.score != null) return <>{item.score}</>
  return <Mark tone="care">{item.how === 'data' ? own.noNumber : own.notYet}</Mark>
}

/** Where the number comes from, and how points were made of it. */
function Opened({ round, item }: { round: S['RoundView']; item: Item }) {
  const own = useText(text)
  const words = useText(common)
  const it = item.evidence
  const basis = (text: string) => (text === 'default' ? words.notStated : text)
  const scale = it?.full != null && it.zero != null ? own.scale(it.zero, it.full) : undefined
  const counts = it?.numerator != null && it.denominator != null ? `${it.numerator} / ${it.denominator}` : undefined
  const missing = it?.missing && it.households ? own.missing(it.missing, it.households) : undefined
  const facts: [string, string | null | undefined][] = [
    [words.source, it && it.source !== 'person' ? `${own.sources[it.source]} ${it.name}` : undefined],
    [own.formula, it?.formula],
    [own.basisOf, it?.basis && basis(it.basis)],
    [own.period, it?.period],
    [own.counts, [counts, missing].filter(Boolean).join('，')],
    [own.document, it?.document],
    [own.arithmetic, [it?.arithmetic, scale].filter(Boolean).join('；')],
    [words.reason, item.reason],
    [own.itemBasis, `${basis(item.basis)} ${item.note ?? ''}`],
  ]
  const ledger = it?.source === 'ledger' ? it.name.split('.')[0] : undefined
  return (
    <Flex vertical gap={8}>
      <dl className="assess-facts">
        {facts.map(([label, said]) =>
          said ? (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{said}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {ledger && (
        <Link to="/ledgers/$ledger" params={{ ledger }}>
          {own.toLedger}
        </Link>
      )}
      <History round={round.round} item={item.item} />
    </Flex>
  )
}
