import { Link } from '@tanstack/react-router'
import { Button, Card, Empty, Flex, Table } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { FindingDrawer, type Wrong } from './FindingDrawer'
import { taskTones } from './shown'
import { text } from './text'

/** The grade with its bounds, what holds it down, what follows, and what is to be put right. */
export function After({ round }: { round: S['RoundView'] }) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const [wrong, setWrong] = useState<Wrong>()
  const { table } = round
  const basis = (it: string) => (it === 'default' ? words.notStated : it)
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex vertical gap={12}>
          <h2 className="section">{own.grade}</h2>
          <ul className="assess-list">
            {table.grades.map(it => (
              <li key={it.grade}>
                {own.gradeLine(it.zh, it.at_least)} <span className="quiet">{basis(it.basis)}</span>
              </li>
            ))}
          </ul>
          <h2 className="section">{own.vetoes}</h2>
          <ul className="assess-list">
            {table.vetoes.map(it => (
              <li key={it.veto}>
                {it[language]}{' '}
                <Mark tone={it.set_off ? 'bad' : 'plain'}>{it.on ? (it.set_off ? own.setOff : own.notSet) : own.off}</Mark>{' '}
                {it.reason} <span className="quiet">{[basis(it.basis), it.note].filter(Boolean).join('；')}</span>
              </li>
            ))}
          </ul>
          {table.consequences.length > 0 && <h2 className="section">{own.consequences}</h2>}
          <ul className="assess-list">
            {table.consequences.map(it => (
              <li key={it.consequence}>
                {it[language]} {it.due_on && <strong>{own.dueBy(it.due_on)}</strong>}{' '}
                <span className="quiet">{[it.basis, it.days].filter(Boolean).join('；')}</span>{' '}
                {round.may.find && round.state === 'closed' && it.due_on && (
                  <Button
                    size="small"
                    className="no-print"
                    aria-label={`${own.carry} ${it[language]}`}
                    onClick={() => setWrong({ consequence: it })}
                  >
                    {own.carry}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Flex>
      </Card>
      <Card>
        <Flex vertical gap={12}>
          <Flex justify="space-between" align="center" wrap gap={12}>
            <h2 className="section">{own.findings}</h2>
            {round.may.find && (
              <Button className="no-print" onClick={() => setWrong({})}>
                {own.addFinding}
              </Button>
            )}
          </Flex>
          <p className="quiet assess-note">{own.findingHint}</p>
          <Table<S['FindingView']>
            size="middle"
            rowKey="finding"
            dataSource={round.findings}
            pagination={false}
            scroll={{ x: 780 }}
            locale={{ emptyText: <Empty description={own.noFindings} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
            columns={[
              { title: own.problem, dataIndex: 'problem' },
              {
                title: own.task,
                render: (_, it) => (
                  <Link to="/ledgers/$ledger/$record" params={{ ledger: 'task_items', record: String(it.task) }}>
                    {it.title ?? it.task}
                  </Link>
                ),
              },
              { title: own.owner, width: 140, render: (_, it) => it.owner_unit ?? '' },
              { title: own.due, width: 110, className: 'number', render: (_, it) => it.due_on ?? '' },
              {
                title: words.state,
                width: 130,
                render: (_, it) => (
                  <Mark tone={it.overdue ? 'bad' : taskTones[it.state ?? '']}>
                    {own.taskStates[it.state ?? ''] ?? '—'}
                    {it.overdue && ` · ${own.late}`}
                  </Mark>
                ),
              },
            ]}
          />
        </Flex>
      </Card>
      {wrong && <FindingDrawer round={round} wrong={wrong} onClose={() => setWrong(undefined)} />}
    </Flex>
  )
}
