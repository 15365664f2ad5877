import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stages, word } from '../text/words'
import { text } from './text'

/** 风险与帮扶: the household's cases, the newest first. */
export function Cases({ household }: { household: S['HouseholdView'] }) {
  const words = useText(common)
  const own = useText(text)
  const stageWords = useText(stages)
  if (household.cases.length === 0) return <p className="quiet">{own.noCases}</p>
  return (
    <Table<S['HouseholdCase']>
      size="small"
      rowKey="case"
      pagination={false}
      dataSource={household.cases}
      columns={[
        {
          title: own.case,
          width: 110,
          className: 'number',
          render: (_, it) => (
            <Link to="/cases/$case" params={{ case: String(it.case) }}>
              {it.case}
            </Link>
          ),
        },
        { title: own.firstClue, dataIndex: 'first_clue_on', width: 140, className: 'number' },
        { title: words.stage, render: (_, it) => word(stageWords, it.stage) },
      ]}
    />
  )
}
