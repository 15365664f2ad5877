import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { api, type S } from '../api/client'
import { optionsOf } from '../cases/forms/fields'
import { usePlace } from '../cases/place'
import { outcomes } from '../cases/words'
import { useAddress } from '../frame/address'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stages, word } from '../text/words'
import type { AssistanceSearch } from './search'
import { text } from './text'
import { gaps } from './words'

/** The households behind a figure of the coverage. */
export function Gaps() {
  const words = useText(common)
  const own = useText(text)
  const gapWords = useText(gaps)
  const stageWords = useText(stages)
  const outcomeWords = useText(outcomes)
  const place = usePlace()
  const [search, setSearch] = useAddress<AssistanceSearch>()
  const gap = search.gap ?? 'all'
  const list = api.useQuery(
    'get',
    '/api/v1/assistance/coverage/{gap}',
    { params: { path: { gap }, query: { region: search.region, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const labor = (it: boolean | null | undefined) => (it == null ? own.unknown : it ? words.yes : words.no)
  return (
    <List<S['AssistanceRow'], Partial<AssistanceSearch>>
      title={gapWords[gap]}
      search={search}
      onSearch={setSearch}
      filters={[
        {
          name: 'gap',
          label: own.gap,
          node: <Select allowClear placeholder={gapWords.all} options={optionsOf(gapWords)} />,
        },
        { name: 'region', label: words.region, node: <RegionField /> },
      ]}
      columns={[
        {
          title: words.householder,
          width: 108,
          fixed: 'left',
          render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
        },
        { title: words.village, width: 220, render: (_, row) => <span title={row.village}>{place(row.village)}</span> },
        { title: words.stage, width: 110, render: (_, row) => word(stageWords, row.stage) },
        { title: own.identified, width: 116, className: 'number', render: (_, row) => row.identified_on ?? '—' },
        { title: own.officer, width: 110, render: (_, row) => row.officer ?? '—' },
        { title: own.labor, width: 100, render: (_, row) => labor(row.has_labor) },
        {
          title: own.measures,
          width: 210,
          render: (_, row) => own.measuresOf(row.measures, row.developmental, row.delivered),
        },
        {
          title: own.lastReview,
          width: 200,
          render: (_, row) =>
            row.effect_reviewed_on ? `${row.effect_reviewed_on} ${word(outcomeWords, row.effect_outcome)}` : '—',
        },
        { title: words.householdNo, dataIndex: 'household_no', width: 140, className: 'number' },
      ]}
      page={list.data}
      problem={list.error}
      loading={list.isFetching}
      rowKey={row => String(row.case)}
      width={1310}
    />
  )
}
