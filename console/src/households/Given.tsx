import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import type { S } from '../api/client'
import { useLanguage, useText } from '../text/text'
import { Known } from './Known'
import { text } from './text'

/** What ledgers say the family has been given: help delivered, money paid. */
export function Given({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  const english = useLanguage().language === 'en'
  const names = new Map(household.members.map(it => [it.person, it.name]))
  return (
    <Known household={household.household} any={it => it.given.length > 0}>
      {dossier => (
        <Table<S['Given']>
          size="small"
          rowKey={it => `${it.ledger}/${it.record}/${it.paid}`}
          pagination={false}
          dataSource={dossier.given}
          columns={[
            { title: own.since, render: (_, it) => it.from ?? '—', width: 110 },
            { title: own.measure, dataIndex: 'zh' },
            { title: own.member, render: (_, it) => (it.person ? names.get(it.person) : '—'), width: 100 },
            {
              title: own.worth,
              align: 'right',
              width: 120,
              render: (_, it) => (it.amount_fen == null ? '—' : (it.amount_fen / 100).toFixed(2)),
            },
            {
              title: own.ledger,
              render: (_, it) => (
                <Link to="/ledgers/$ledger/$record" params={{ ledger: it.ledger, record: String(it.record) }}>
                  {english ? it.ledger_en : it.ledger_zh}
                </Link>
              ),
            },
          ]}
        />
      )}
    </Known>
  )
}
