import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Button, Card, Empty, Flex, Table } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { common } from '../text/common'
import { useText } from '../text/text'
import { ParameterHistory } from './ParameterHistory'
import { PlaceFields } from './PlaceFields'
import type { PolicySearch } from './search'
import { Source } from './Source'
import { text } from './text'
import { usePlace } from './usePlace'

type Parameter = S['PolicyParameterView']

/** The figures of a region on a day. */
export function Parameters() {
  const own = useText(text)
  const words = useText(common)
  const [search, setSearch] = useAddress<PolicySearch>()
  const place = usePlace()
  const found = api.useQuery(
    'get',
    '/api/v1/policy/parameters',
    { params: { query: place } },
    { placeholderData: keepPreviousData },
  )
  const all = found.data ?? []
  const shown = all.filter(it => (!search.defaults || it.is_default) && hasText(it, search.text))
  const open = (name: string | undefined) => setSearch({ ...search, open: name })
  return (
    <Card>
      <Flex vertical gap={12}>
        <PlaceFields hint={own.searchParameters} />
        {found.error && <Alert type="error" showIcon title={found.error.detail} />}
        <p className="quiet policy-note">
          {own.shown(shown.length, all.length)}，{own.defaults(all.filter(it => it.is_default).length)}。{own.intro}
        </p>
        <Table<Parameter>
          size="middle"
          rowKey="name"
          dataSource={shown}
          loading={found.isFetching}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          scroll={{ x: 900 }}
          locale={{ emptyText: <Empty description={words.nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            {
              title: own.parameter,
              width: 320,
              render: (_, it) => (
                <Button type="link" className="policy-link" onClick={() => open(it.name)}>
                  {it.zh}
                </Button>
              ),
            },
            { title: own.value, dataIndex: 'value_zh', width: 150, align: 'right', className: 'number' },
            { title: own.since, dataIndex: 'from', width: 116, className: 'number' },
            {
              title: words.basis,
              render: (_, it) => <Source basis={it.basis} isDefault={it.is_default} note={it.note} pack={it.pack} />,
            },
          ]}
        />
        <ParameterHistory name={search.open} place={place} onClose={() => open(undefined)} />
      </Flex>
    </Card>
  )
}

function hasText(it: Parameter, text: string | undefined): boolean {
  if (!text) return true
  return [it.zh, it.name, it.value_zh, it.basis, it.note ?? ''].some(words => words.includes(text))
}
