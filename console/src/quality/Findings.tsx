import { keepPreviousData } from '@tanstack/react-query'
import { Select } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { RunSearch } from './search'
import { text } from './text'

/** What a run found, row by row of the exports. */
export function Findings({ view }: { view: S['QualityRunView'] }) {
  const own = useText(text)
  const words = useText(common)
  const [search, setSearch] = useAddress<RunSearch>()
  const { check, township, village } = search
  const found = api.useQuery(
    'get',
    '/api/v1/quality/runs/{run}/findings',
    { params: { path: { run: view.run.run }, query: { check, township, village, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const townships = [...new Set(view.places.map(it => it.township))].filter(it => it !== '')
  const inside = view.places.filter(it => !township || it.township === township)
  const villages = [...new Set(inside.map(it => it.village))].filter(it => it !== '')
  const isCompared = found.data?.items.some(it => it.change_zh) ?? false
  return (
    <List<S['QualityFinding'], Partial<RunSearch>>
      title={own.tabFindings}
      search={search}
      onSearch={it => setSearch({ ...it, tab: 'findings' })}
      filters={[
        {
          name: 'check',
          label: own.check,
          node: (
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={words.all}
              popupMatchSelectWidth={520}
              options={view.checks
                .filter(it => it.findings > 0)
                .map(it => ({ value: it.check, label: `${it.check} ${it.title}` }))}
            />
          ),
        },
        {
          name: 'township',
          label: words.township,
          node: (
            <Select
              allowClear
              placeholder={words.all}
              options={townships.map(value => ({ value, label: value }))}
            />
          ),
        },
        {
          name: 'village',
          label: words.village,
          node: (
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={words.all}
              options={villages.map(value => ({ value, label: value }))}
            />
          ),
        },
      ]}
      columns={[
        { title: own.name, dataIndex: 'name', width: 80, fixed: 'left', render: it => it || own.none },
        { title: words.township, dataIndex: 'township', width: 90 },
        { title: words.village, dataIndex: 'village', width: 100 },
        { title: words.householdNo, dataIndex: 'household_no', width: 128, className: 'number' },
        {
          title: own.doubt,
          render: (_, it) => (
            <>
              {it.title}
              <div className="quiet number">{it.check}</div>
            </>
          ),
        },
        { title: own.seen, dataIndex: 'seen', width: 210, className: 'check-title' },
        ...(isCompared
          ? [
              {
                title: own.change,
                width: 80,
                render: (_: unknown, it: S['QualityFinding']) => it.change_zh ?? own.none,
              },
            ]
          : []),
        {
          title: own.source,
          width: 190,
          render: (_, it) => (
            <span className="check-title">
              {it.file}
              {it.sheet && ` [${it.sheet}]`} {own.row(it.row)}
            </span>
          ),
        },
      ]}
      page={found.data}
      problem={found.error}
      loading={found.isFetching}
      rowKey={it => String(it.number)}
      width={1080}
    />
  )
}
