import { Link } from '@tanstack/react-router'
import { Card, Table } from 'antd'
import { useMemo } from 'react'
import type { S } from '../../api/client'
import { Chart } from '../../cockpit/Chart'
import { light } from '../../cockpit/colours'
import { bars } from '../../cockpit/options'
import { useAddress } from '../../frame/address'
import { countColumn, figureColumn } from '../../parts/columns'
import { counted, percent } from '../../parts/figures'
import { Mark } from '../../parts/Mark'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import type { PeriodSearch } from '../search'
import { bandName, shareOf } from './bandName'
import { text } from './text'

/** How many households have how much; each number opens its households. */
export function Bands({ found, period }: { found: S['IncomeAnalysis']; period: string }) {
  const own = useText(text)
  const may = useMay()
  const [{ region }] = useAddress<PeriodSearch>()
  const { bands, complete } = found
  const option = useMemo(
    () =>
      bars({
        names: bands.map(it => bandName(it, own)),
        series: [{ name: own.count, values: bands.map(it => it.households) }],
        colours: light,
        letters: 12,
      }),
    [bands, own],
  )
  return (
    <Card>
      <h2 className="section">{own.bands}</h2>
      <Chart option={option} label={own.bands} height={40 + 34 * bands.length} />
      <Table<S['BandView']>
        size="small"
        rowKey={it => String(it.from ?? 0)}
        dataSource={bands}
        pagination={false}
        columns={[
          {
            title: own.band,
            render: (_, it) => (
              <>
                {bandName(it, own)} {it.below_is_line && <Mark tone="told">{own.isLine}</Mark>}
              </>
            ),
          },
          {
            title: own.count,
            width: 90,
            align: 'right',
            className: 'number',
            render: (_, it) => {
              const number = counted(it.households)
              if (it.households === 0 || !may('list_income_accounts')) return number
              return (
                <Link
                  to="/income"
                  search={{ region, period, from: it.from ?? undefined, below: it.below ?? undefined } as never}
                  aria-label={own.toAccounts(bandName(it, own), it.households)}
                >
                  {number}
                </Link>
              )
            },
          },
          countColumn(own.persons, it => it.persons, 90),
          figureColumn(own.share, 90, it => percent(shareOf(it.households, complete))),
        ]}
      />
    </Card>
  )
}
