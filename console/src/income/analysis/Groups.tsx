import { Button, Card, Table, type TableProps } from 'antd'
import type { S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useSaid } from '../../ledgers/said'
import { countColumn, figureColumn, moneyColumn } from '../../parts/columns'
import { counted } from '../../parts/figures'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { signed } from '../change'
import type { PeriodSearch } from '../search'
import { groupKinds, parts as partWords } from '../words'
import { bandName } from './bandName'
import { text } from './text'

type Group = S['GroupView']
type Found = S['IncomeAnalysis']

/** The regions right below, each of which opens. */
export function Regions({ found }: { found: Found }) {
  const own = useText(text)
  const say = useSaid()
  const [search, setSearch] = useAddress<PeriodSearch>()
  if (found.regions.length === 0) return null
  const name = {
    title: own.name,
    fixed: 'left' as const,
    width: 170,
    render: (_: unknown, it: Group) => (
      <Button type="link" className="income-link" onClick={() => setSearch({ ...search, region: it.code })}>
        {say(it)}
      </Button>
    ),
  }
  return <Figures title={own.regions} groups={found.regions} bands={found.bands} first={[name]} />
}

/** Groups of households, and the lists of regions of the policy packs. */
export function Groups({ found }: { found: Found }) {
  const own = useText(text)
  const kinds = useText(groupKinds)
  const say = useSaid()
  if (found.groups.length === 0) return null
  const first = [
    { title: own.kind, fixed: 'left' as const, width: 120, render: (_: unknown, it: Group) => word(kinds, it.kind) },
    { title: own.group, fixed: 'left' as const, width: 190, render: (_: unknown, it: Group) => say(it) },
  ]
  return <Figures title={own.groups} groups={found.groups} bands={found.bands} first={first} />
}

interface FiguresProps {
  title: string
  groups: Group[]
  bands: S['BandView'][]
  first: NonNullable<TableProps<Group>['columns']>
}

function Figures({ title, groups, bands, first }: FiguresProps) {
  const own = useText(text)
  const words = useText(partWords)
  return (
    <Card>
      <h2 className="section">{title}</h2>
      <Table<Group>
        size="small"
        rowKey={it => `${it.kind}/${it.code}`}
        dataSource={groups}
        pagination={groups.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 1180 }}
        expandable={{
          columnTitle: <span className="income-hidden">{own.detail}</span>,
          rowExpandable: it => it.complete > 0,
          expandedRowRender: it => <InBands group={it} bands={bands} />,
        }}
        columns={[
          ...first,
          countColumn(own.households, it => it.households, 100),
          countColumn(own.complete, it => it.complete, 100),
          countColumn(own.persons, it => it.persons, 100),
          moneyColumn(own.perHead, it => it.per_head),
          figureColumn(own.growth, 100, it => signed(it.growth)),
          moneyColumn(words.wage, it => it.wage),
          moneyColumn(words.operating, it => it.operating),
          moneyColumn(words.property, it => it.property),
          moneyColumn(words.transfer, it => it.transfer),
        ]}
      />
    </Card>
  )
}

/** The households of a group by band. */
function InBands({ group, bands }: { group: Group; bands: S['BandView'][] }) {
  const own = useText(text)
  return (
    <ul className="income-findings">
      {bands.map((it, at) => (
        <li key={it.from ?? 0} className="number">
          {own.householdsIn(bandName(it, own), counted(group.bands[at] ?? 0))}
        </li>
      ))}
    </ul>
  )
}
