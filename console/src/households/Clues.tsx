import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Known } from './Known'
import { text } from './text'

/** 风险线索 of the household, the newest first. */
export function Clues({ household }: { household: S['HouseholdView'] }) {
  const words = useText(common)
  const own = useText(text)
  return (
    <Known household={household.household} any={it => it.clues.length > 0}>
      {dossier => (
        <Table<S['DossierClue']>
          size="small"
          rowKey="clue"
          pagination={false}
          dataSource={dossier.clues}
          columns={[
            { title: words.month, dataIndex: 'month', width: 90, className: 'number' },
            {
              title: own.clue,
              width: 200,
              className: 'number',
              render: (_, it) => (
                <Link to="/clues" search={{ month: it.month, open: it.clue } as never}>
                  {it.clue}
                </Link>
              ),
            },
            { title: own.clueClass, dataIndex: 'class_zh', width: 140 },
            { title: own.why, render: (_, it) => it.reasons.join('；') },
          ]}
        />
      )}
    </Known>
  )
}
