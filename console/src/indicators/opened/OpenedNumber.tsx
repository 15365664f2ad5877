// A number opened: what it is made of, the regions it adds up, and the households behind it.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Result, Skeleton, Table } from 'antd'
import { api, type S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { figureColumn } from '../../parts/columns'
import { counted } from '../../parts/figures'
import { useText } from '../../text/text'
import '../indicators.css'
import { text as listText } from '../text'
import { unitWords } from '../words'
import { Households } from './Households'
import { below, part } from './part'
import { text } from './text'

/** Households of a page. */
const shown = 50

/** Where one stands: the region that is opened, and how many of its households were left out. */
interface Place {
  region?: string
  after?: number
}

interface OpenedNumberProps {
  indicator: string
  month: string
  /** The number as it was known at the end of this day. */
  asOf?: string
  place: Place
  onPlace: (place: Place) => void
}

export function OpenedNumber({ indicator, month, asOf, place, onPlace }: OpenedNumberProps) {
  const { region, after = 0 } = place
  const query = { region, month, as_of: asOf, after, limit: shown }
  const found = api.useQuery(
    'get',
    '/api/v1/indicators/{indicator}/parts',
    { params: { path: { indicator }, query } },
    { placeholderData: keepPreviousData },
  )
  if (found.error?.status === 404) return <None />
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      <Made opened={found.data} asOf={asOf} />
      <Regions opened={found.data} onRegion={it => onPlace({ region: it, after: undefined })} />
      <Households
        opened={found.data}
        loading={found.isFetching}
        after={after}
        shown={shown}
        onAfter={it => onPlace({ region, after: it > 0 ? it : undefined })}
      />
    </Flex>
  )
}

/** There is no such number, or not for whoever is at work. */
export function None() {
  const own = useText(text)
  return <Result status="404" title={<h1 className="list-title">{own.none}</h1>} />
}

/** The number and what it is made of. */
function Made({ opened, asOf }: { opened: S['OpenedIndicator']; asOf?: string }) {
  const own = useText(text)
  const list = useText(listText)
  const say = useSaid()
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
      {asOf && <p className="targets-note soon">{list.asKnown(asOf)}</p>}
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
function Regions({ opened, onRegion }: { opened: S['OpenedIndicator']; onRegion: (region: string) => void }) {
  const own = useText(text)
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
              <Button type="link" className="targets-link" onClick={() => onRegion(it.region)}>
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
