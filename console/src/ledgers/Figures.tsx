// The numbers of a ledger: folded away until wanted, by region and year; each opens to how it is computed.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Button, Card, DatePicker, Skeleton, Space } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useText } from '../text/text'
import { FigureDrawer } from './FigureDrawer'
import { useFigureValue } from './figureValue'
import { useSaid } from './said'
import type { RecordSearch } from './search'
import { text } from './text'

/** The figures of a ledger, of the region the list is of. */
export function Figures({ ledger }: { ledger: S['LedgerView'] }) {
  const own = useText(text)
  const say = useSaid()
  const valueOf = useFigureValue()
  const [search, setSearch] = useAddress<RecordSearch>()
  const year = search.year ? Number(search.year) : undefined
  const found = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/figures',
    { params: { path: { ledger: ledger.ledger }, query: { region: search.region, year } } },
    { placeholderData: keepPreviousData },
  )
  const opened = found.data?.find(it => it.figure === search.figure)
  return (
    <Card styles={{ body: { padding: '10px 16px' } }}>
      <Space wrap size={8}>
        <h2 className="section figures-title">{own.figures}</h2>
        <label htmlFor="figures-year">{own.year}</label>
        <DatePicker
          id="figures-year"
          size="small"
          picker="year"
          placeholder={own.allYears}
          value={search.year ? dayjs(String(search.year), 'YYYY') : null}
          onChange={it => setSearch({ ...search, year: it?.format('YYYY') })}
        />
        <span className="quiet">{own.figuresHint}</span>
      </Space>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active paragraph={{ rows: 1 }} />}
      {found.data?.length === 0 && <p className="quiet">{own.noFigures}</p>}
      <ul className="figures">
        {found.data?.map(it => (
          <li key={it.figure}>
            <Button type="text" className="figure" onClick={() => setSearch({ ...search, figure: it.figure })}>
              <span className="quiet">{say(it)}</span>
              <strong className="number">{valueOf(it, it)}</strong>
            </Button>
          </li>
        ))}
      </ul>
      <FigureDrawer ledger={ledger} figure={opened} onClose={() => setSearch({ ...search, figure: undefined })} />
    </Card>
  )
}
