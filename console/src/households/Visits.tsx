import { Table } from 'antd'
import type { S } from '../api/client'
import { moneyColumn } from '../parts/columns'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Known } from './Known'
import { text } from './text'

/** 走访 of the household, the newest first. */
export function Visits({ household }: { household: S['HouseholdView'] }) {
  const words = useText(common)
  const own = useText(text)
  return (
    <Known household={household.household} any={it => it.visits.length > 0}>
      {dossier => (
        <Table<S['DossierVisit']>
          size="small"
          rowKey={it => `${it.case}/${it.on}/${it.kind_zh}/${it.summary}`}
          pagination={false}
          dataSource={dossier.visits}
          columns={[
            { title: words.day, dataIndex: 'on', width: 110, className: 'number' },
            { title: own.visitKind, dataIndex: 'kind_zh', width: 100 },
            { title: own.seen, dataIndex: 'summary' },
            moneyColumn(own.income, it => it.net_income_per_capita, 150),
          ]}
        />
      )}
    </Known>
  )
}
