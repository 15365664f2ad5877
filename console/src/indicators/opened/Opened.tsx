// A number opened: what it is made of, the regions it adds up, and the households behind it.
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Result, Skeleton, Table } from 'antd'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useSaid } from '../../ledgers/said'
import { figureColumn } from '../../parts/columns'
import { counted } from '../../parts/figures'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import '../indicators.css'
import { carried, type TargetSearch } from '../search'
import { text as listText } from '../text'
import { unitWords } from '../words'
import { Households } from './Households'
import { below, part } from './part'
import { text } from './text'

/** What the address says besides region, month and day. */
export interface OpenedSearch extends TargetSearch {
  /** The target one came from. */
  target?: string
}

/** Households of a page. */
export const shown = 50

export default function Opened() {
  const own = useText(text)
  const may = useMay()
  const [search] = useAddress<OpenedSearch>()
  const back = search.target ? (
    <Link to="/targets/$target" params={{ target: search.target }} search={carried(search) as never}>
      ← {own.backToTarget}
    </Link>
  ) : (
    <Link to="/targets/indicators" search={carried(search) as never}>
      ← {own.backToIndicators}
    </Link>
  )
  return (
    <Flex vertical gap={12}>
      {back}
      {may('open_indicator') ? <Found /> : <Alert type="info" showIcon title={own.mayNot} />}
    </Flex>
  )
}

function Found() {
  const own = useText(text)
  const { indicator } = useParams({ strict: false }) as { indicator: string }
  const [{ region, month, as_of, after }] = useAddress<OpenedSearch>()
  const found = api.useQuery(
    'get',
    '/api/v1/indicators/{indicator}/parts',
    { params: { path: { indicator }, query: { region, month: month ?? '', as_of, after, limit: shown } } },
    { placeholderData: keepPreviousData, enabled: month !== undefined },
  )
  if (month === undefined || found.error?.status === 404) {
    return <Result status="404" title={<h1 className="list-title">{own.none}</h1>} />
  }
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return (
    <>
      <Made opened={found.data} />
      <Regions opened={found.data} />
      <Households opened={found.data} loading={found.isFetching} />
    </>
  )
}

type Part = { opened: S['OpenedIndicator'] }

/** The number and what it is made of. */
function Made({ opened }: Part) {
  const own = useText(text)
  const list = useText(listText)
  const say = useSaid()
  const [{ as_of }] = useAddress<OpenedSearch>()
  const numerator = part(opened.numerator, opened.unit)
  const facts: [string, React.ReactNode][] = [
    [
      own.arithmetic,
      opened.denominator == null ? own.sum(numerator) : own.parts(numerator, below(opened.denominator)) + (opened.unit === 'percent' ? ' × 100%' : ''),
    ],
    [own.households, counted(opened.households)],
    [own.missing, `${counted(opened.missing)}${opened.missing > 0 ? ` · ${own.missingNote}` : ''}`],
    [own.formula, <span className="target-formula">{opened.formula}</span>],
    [own.definedBy, opened.basis],
  ]
  return (
    <Card>
      <h1 className="target-title">{say(opened)}</h1>
      <p className="targets-note">{list.about(opened.region_name, opened.period)}</p>
      {as_of && <p className="targets-note soon">{list.asKnown(as_of)}</p>}
      <dl className="target-figures">
        <div className="target-figure">
          <dt>{own.value}</dt>
          <dd>
            <strong className="number">{opened.value ?? '—'}</strong>
            <Unit unit={opened.unit} />
          </dd>
        </div>
      </dl>
      <dl className="target-facts">
        {facts.map(([name, it]) => [<dt key={`${name} is`}>{name}</dt>, <dd key={name}>{it}</dd>])}
      </dl>
      {!opened.same_inputs && <Alert type="warning" showIcon className="targets-note" title={own.changed} />}
    </Card>
  )
}

function Unit({ unit }: { unit: string }) {
  const units = useText(unitWords)
  return <span className="quiet">{(units as Record<string, string>)[unit] ?? ''}</span>
}

/** The regions right below, each of which opens. */
function Regions({ opened }: Part) {
  const own = useText(text)
  const [search, setSearch] = useAddress<OpenedSearch>()
  if (opened.regions.length === 0) return null
  return (
    <Card>
      <h2 className="section">{own.regions}</h2>
      <Table<S['RegionPart']>
        size="small"
        rowKey="region"
        dataSource={opened.regions}
        pagination={opened.regions.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 640 }}
        columns={[
          {
            title: own.name,
            render: (_, it) => (
              <Button
                type="link"
                className="targets-link"
                onClick={() => setSearch({ ...search, region: it.region, after: undefined })}
              >
                {it.name}
              </Button>
            ),
          },
          figureColumn(own.value, 130, it => <strong>{it.value ?? '—'}</strong>),
          figureColumn(own.numerator, 150, it => part(it.numerator, opened.unit)),
          figureColumn(own.denominator, 130, it => below(it.denominator)),
        ]}
      />
    </Card>
  )
}
