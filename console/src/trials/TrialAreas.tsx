import { ArrowUpOutlined } from '@ant-design/icons'
import { Button, Flex, Select } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { Tiles } from '../parts/tiles/Tiles'
import { common } from '../text/common'
import { useText } from '../text/text'
import { areasIn, type Area, type Simulation } from './simulation'
import { resultText } from './text'
import type { TrialSearch } from './Trials'

/** The figures of a trial by county, and by township within a county. */
export function TrialAreas({ result, region }: { result: Simulation; region: S['RegionView'] | undefined }) {
  const words = useText(common)
  const own = useText(resultText)
  const [search, setSearch] = useAddress<TrialSearch>()
  const figures: Record<string, { title: string; of: (area: Area) => number }> = {
    difference: { title: own.figureDifference, of: it => it.tried.visits - it.now.visits },
    tried: { title: own.figureTried, of: it => it.tried.visits },
    now: { title: own.figureNow, of: it => it.now.visits },
    more: { title: own.figureMore, of: it => it.more },
    fewer: { title: own.figureFewer, of: it => it.fewer },
    missed: { title: own.figureMissed, of: it => it.tried.missed },
  }
  const chosen = search.figure && figures[search.figure] ? search.figure : 'difference'
  const figure = figures[chosen]
  if (!figure) return null
  const county = search.area ?? (result.total.level === 'county' ? result.region : undefined)
  const areas = county
    ? areasIn(result.areas, 'township', county.slice(0, 6), search.month)
    : areasIn(result.areas, 'county', '', search.month)
  const signed = (value: number) => (chosen === 'difference' && value > 0 ? `+${value}` : String(value).replace('-', '−'))
  const name = search.area ? result.areas.find(it => it.region === search.area)?.name : region?.name
  return (
    <Flex vertical gap={12}>
      <Flex gap={12} wrap align="center" className="no-print">
        <strong>{name}</strong>
        {search.area && (
          <Button size="small" icon={<ArrowUpOutlined />} onClick={() => setSearch({ ...search, area: undefined })}>
            {own.back}
          </Button>
        )}
        <label htmlFor="trial-figure">{own.figure}</label>
        <Select
          id="trial-figure"
          value={chosen}
          onChange={it => setSearch({ ...search, figure: it })}
          options={Object.entries(figures).map(([value, it]) => ({ value, label: it.title }))}
          style={{ width: 190 }}
        />
        {result.months.length > 1 && (
          <>
            <label htmlFor="trial-month">{words.month}</label>
            <Select
              id="trial-month"
              allowClear
              placeholder={own.allMonths}
              value={search.month}
              onChange={it => setSearch({ ...search, month: it })}
              options={result.months.map(value => ({ value, label: value }))}
              style={{ width: 140 }}
            />
          </>
        )}
      </Flex>
      <Tiles
        figure={figure.title}
        format={signed}
        rows={areas.map(it => ({ code: it.region, name: it.name, value: figure.of(it), label: signed(figure.of(it)) }))}
        onDown={county ? undefined : code => setSearch({ ...search, area: code })}
      />
    </Flex>
  )
}
