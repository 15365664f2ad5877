import { Table } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { Known } from './Known'
import { text } from './text'

/** 帮扶措施 of the household with what was delivered. */
export function Measures({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  return (
    <Known household={household.household} any={it => it.measures.length > 0}>
      {dossier => (
        <Table<S['DossierMeasure']>
          size="small"
          rowKey={it => `${it.case}/${it.number}`}
          pagination={false}
          dataSource={dossier.measures}
          columns={[
            { title: own.answers, dataIndex: 'answers_zh', width: 130 },
            { title: own.measure, dataIndex: 'what' },
            {
              title: own.delivered,
              render: (_, it) => it.delivered.map(one => `${one.on} ${one.what}`).join('；') || '—',
            },
          ]}
        />
      )}
    </Known>
  )
}
