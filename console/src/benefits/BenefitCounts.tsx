import { Button, Card, Table } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { countColumn, figureColumn } from '../parts/columns'
import { counted, yuan } from '../parts/figures'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import type { BenefitSearch } from './search'
import { text } from './text'

type Count = S['BenefitCount']

/** Each benefit with how many are entitled and how that compares with what was paid. */
export function BenefitCounts({ benefits }: { benefits: Count[] }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<BenefitSearch>()
  /** A number that lists its rows; a dash where nothing could be compared. */
  const listed = (title: string, of: (it: Count) => number, finding?: BenefitSearch['finding']) => ({
    title,
    width: 104,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, it: Count) => {
      if (!it.compared) return own.none
      if (of(it) === 0) return '0'
      return (
        <Button
          type="link"
          className="benefit-count"
          aria-label={`${it.zh} ${title} ${of(it)}`}
          onClick={() => setSearch({ ...search, benefit: it.benefit, finding })}
        >
          {counted(of(it))}
        </Button>
      )
    },
  })
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <Table<Count>
        size="middle"
        rowKey="benefit"
        dataSource={benefits}
        pagination={false}
        scroll={{ x: 1100 }}
        columns={[
          {
            title: own.benefit,
            render: (_, it) => (
              <>
                {it.zh} {it.uses_default && <Mark tone="care">{own.isDefault}</Mark>}
                <div className="quiet">
                  {it.department ?? own.none}
                  {it.missing_tables.length > 0 && ` · ${own.missingTables}`}
                </div>
              </>
            ),
          },
          { title: own.subject, width: 70, render: (_, it) => own.of[it.of] },
          countColumn(own.entitled, it => it.entitled),
          figureColumn(own.amount, 150, it => (it.amount == null ? own.inKind : `¥${yuan(it.amount)}`)),
          {
            title: own.paid,
            width: 150,
            align: 'right',
            className: 'number',
            render: (_, it) =>
              it.compared ? (
                <>
                  ¥{yuan(it.paid)}
                  <div className="quiet">{own.payments(counted(it.payments))}</div>
                </>
              ) : (
                own.noList
              ),
          },
          listed(own.notReceived, it => it.not_received, 'not_received'),
          listed(own.notEntitled, it => it.not_entitled, 'not_entitled'),
          listed(own.differ, it => it.differ),
          countColumn(own.unknown, it => it.unknown, 90),
        ]}
      />
      <p className="quiet benefit-foot">
        {own.defaultsWhy}
        {benefits.some(it => !it.compared) && own.noListWhy}
      </p>
    </Card>
  )
}
