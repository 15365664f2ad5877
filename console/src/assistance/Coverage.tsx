import { Link } from '@tanstack/react-router'
import { Alert, Breadcrumb, Button, Card, Flex, Popover, Skeleton, Table } from 'antd'
import { api, type S } from '../api/client'
import { marks } from '../cases/marks'
import { Sources } from '../cases/Sources'
import { useAddress } from '../frame/address'
import { figureColumn } from '../parts/columns'
import { RegionName } from '../parts/RegionName'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { AssistanceSearch } from './search'
import { text } from './text'
import { gaps } from './words'

const columnsOf: Exclude<S['AssistanceGap'], 'all'>[] = [
  'without_helper',
  'without_measures',
  'only_relief',
  'without_developmental',
  'nothing_delivered',
]

/** How help stands in a region, and in those below it; every figure opens the cases behind it. */
export function Coverage() {
  const words = useText(common)
  const own = useText(text)
  const mark = useText(marks)
  const gapWords = useText(gaps)
  const [search, setSearch] = useAddress<AssistanceSearch>()
  const found = api.useQuery('get', '/api/v1/assistance/coverage', { params: { query: { region: search.region } } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  const report = found.data
  const down = (code: string) =>
    setSearch({ tab: 'coverage', region: code, via: [...(search.via ?? []), search.region ?? ''] })
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Path search={search} />
        <span className="quiet">{words.asOf(report.on)}</span>
      </Flex>
      <div className="figures">
        {report.figures.map(it => (
          <Figure key={it.gap} figure={it} region={search.region} />
        ))}
        <Card size="small" className="figure">
          <div className="figure-label">{own.average}</div>
          <strong className="figure-number number">{report.total.average_measures ?? '—'}</strong>
          <div className="quiet small">{own.averageHint}</div>
          {report.reference && (
            <Popover trigger="click" content={<div className="terms"><Sources sources={[report.reference]} /></div>}>
              <Button type="link" size="small" className="terms-open">
                {own.reference}
              </Button>
            </Popover>
          )}
        </Card>
      </div>
      {report.regions.length > 0 && (
        <Card size="small" title={<h2 className="card-title">{own.regions}</h2>} styles={{ body: { padding: 0 } }}>
          <Table<S['CoverageRow']>
            size="middle"
            rowKey={it => it.region_code}
            dataSource={report.regions}
            pagination={false}
            scroll={{ x: 1080 }}
            columns={[
              {
                title: words.region,
                fixed: 'left',
                width: 180,
                render: (_, row) => (
                  <Button type="link" className="terms-open" onClick={() => down(row.region_code)}>
                    {row.region}
                  </Button>
                ),
              },
              {
                title: own.households,
                width: 110,
                align: 'right',
                render: (_, row) => <ToList gap="all" region={row.region_code} name={row.region} n={row.households} />,
              },
              ...columnsOf.map(gap => ({
                title: gapWords[gap],
                width: 140,
                align: 'right' as const,
                render: (_: unknown, row: S['CoverageRow']) => (
                  <ToList gap={gap} region={row.region_code} name={row.region} n={row[gap]} />
                ),
              })),
              figureColumn(own.average, 100, row => row.average_measures ?? '—'),
            ]}
          />
        </Card>
      )}
      {report.regions_without_helper.length > 0 && (
        <Card size="small" title={<h2 className="card-title">{own.noHelperRegions}</h2>}>
          {report.regions_without_helper.map(it => it.region).join(mark.and)}
        </Card>
      )}
    </Flex>
  )
}

function Figure({ figure, region }: { figure: S['CoverageFigure']; region: string | undefined }) {
  const own = useText(text)
  const gapWords = useText(gaps)
  return (
    <Card size="small" className="figure">
      <div className="figure-label">{gapWords[figure.gap]}</div>
      <Link
        to="/assistance"
        search={{ tab: 'gaps', gap: figure.gap, region } as never}
        className="figure-number number"
        aria-label={own.openList(gapWords[figure.gap], figure.households)}
      >
        {figure.households}
      </Link>
      {figure.source && (
        <div>
          <Popover trigger="click" content={<div className="terms"><Sources sources={[figure.source]} /></div>}>
            <Button type="link" size="small" className="terms-open">
              {own.why}
            </Button>
          </Popover>
        </div>
      )}
    </Card>
  )
}

interface ToListProps {
  gap: S['AssistanceGap']
  region: string
  name: string
  n: number
}

function ToList({ gap, region, name, n }: ToListProps) {
  const own = useText(text)
  const mark = useText(marks)
  const gapWords = useText(gaps)
  if (n === 0) return <span className="number">0</span>
  return (
    <Link
      to="/assistance"
      search={{ tab: 'gaps', gap, region } as never}
      className="number"
      aria-label={own.openList(`${name}${mark.comma}${gapWords[gap]}`, n)}
    >
      {n}
    </Link>
  )
}

/** The regions gone down through, each a way back up. */
function Path({ search }: { search: Partial<AssistanceSearch> }) {
  const own = useText(text)
  const staff = useStaff()
  const via = search.via ?? []
  const items = via.map((code, at) => ({
    title: (
      <Link to="/assistance" search={{ tab: 'coverage', region: code || undefined, via: via.slice(0, at) } as never}>
        <RegionName code={code || staff.region} />
      </Link>
    ),
  }))
  const here = { title: <strong><RegionName code={search.region ?? staff.region} /></strong> }
  return <Breadcrumb items={[...items, here]} aria-label={own.path} />
}
