import { Flex, Segmented } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { Tiles } from '../parts/tiles/Tiles'
import { useText } from '../text/text'
import { counted, figureNames, figureOf, type FigureName } from './figures'
import { liesIn } from './path'
import type { CockpitSearch } from './search'
import { text } from './text'
import { useFigureWords } from './useFigureWords'

/** The regions below as tiles, shaded by one figure; a click goes down. */
export function RegionTiles({ cockpit }: { cockpit: S['Cockpit'] }) {
  const own = useText(text)
  const words = useFigureWords()
  const [search, setSearch] = useAddress<CockpitSearch>()
  const figure = search.figure ?? 'monitored'
  const alarmsIn = (code: string) => cockpit.alarms.filter(it => liesIn(it.code, code)).length
  return (
    <Flex vertical gap={12}>
      <Segmented<FigureName>
        className="no-print board-switch"
        aria-label={own.colourBy}
        value={figure}
        onChange={it => setSearch({ ...search, figure: it })}
        options={figureNames.map(value => ({ value, label: words[value] }))}
      />
      <Tiles
        figure={words[figure]}
        format={counted}
        onDown={region => setSearch({ ...search, region })}
        rows={cockpit.regions.map(it => {
          const alarms = alarmsIn(it.code)
          return {
            code: it.code,
            name: it.name,
            value: figureOf(it, figure),
            label: counted(figureOf(it, figure)),
            alarm: alarms > 0 ? own.alarmsInside(alarms) : undefined,
          }
        })}
      />
    </Flex>
  )
}
