import { Table } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { Known } from './Known'
import { text } from './text'

type Row = S['SourceRow'] & { key: string }

/** 比对结果: what each department's lists say of the household, down to file and row. */
export function Findings({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  return (
    <Known household={household.household} any={it => it.findings.length > 0}>
      {dossier => (
        <>
          {dossier.as_of && <p className="quiet">{own.asOf(dossier.as_of)}</p>}
          {dossier.findings.map(({ department, facts }) => (
            <div key={department} className="household-findings">
              <h3>{department}</h3>
              <Table<Row>
                size="small"
                pagination={false}
                dataSource={facts.flatMap(fact =>
                  fact.rows.map((row, at) => ({ ...row, fact_zh: fact.zh, key: `${fact.fact}/${fact.person ?? ''}/${at}` })),
                )}
                scroll={{ x: 620 }}
                columns={[
                  { title: own.what, dataIndex: 'fact_zh' },
                  { title: own.name, dataIndex: 'person', width: 90, render: it => it ?? '—' },
                  { title: own.value, dataIndex: 'value_zh', width: 120, align: 'right', className: 'number' },
                  {
                    title: own.origin,
                    width: 280,
                    render: (_, it) => own.row(it.sheet ? `${it.file} [${it.sheet}]` : it.file, it.row),
                  },
                ]}
              />
            </div>
          ))}
        </>
      )}
    </Known>
  )
}
