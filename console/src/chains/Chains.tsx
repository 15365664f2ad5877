// 流程: the procedures that hold in a region on a day.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Card, DatePicker, Empty, Flex, Form, Skeleton, Typography } from 'antd'
import dayjs from 'dayjs'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { officeOf } from '../parts/regions'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Chain } from './Chain'
import { text } from './text'
import './chains.css'

interface ChainSearch {
  region?: string
  on?: string
}

export default function Chains() {
  const words = useText(common)
  const own = useText(text)
  const staff = useStaff()
  const [search, setSearch] = useAddress<ChainSearch>()
  const region = search.region ?? officeOf(staff.region)
  const found = api.useQuery(
    'get',
    '/api/v1/policy/chains',
    { params: { query: { region, on: search.on } } },
    { placeholderData: keepPreviousData },
  )
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex vertical gap={12}>
          <div>
            <h1 className="list-title">{own.title}</h1>
            <Typography.Text type="secondary">{own.intro}</Typography.Text>
          </div>
          <Form layout="inline" colon={false} className="no-print fields">
            <Form.Item label={words.region} htmlFor="chains-region">
              <OfficeField id="chains-region" value={search.region} onChange={it => setSearch({ ...search, region: it })} />
            </Form.Item>
            <Form.Item label={own.on} htmlFor="chains-on">
              <DatePicker
                id="chains-on"
                value={search.on ? dayjs(search.on) : dayjs()}
                allowClear={!!search.on}
                onChange={day => setSearch({ ...search, on: day?.format('YYYY-MM-DD') })}
              />
            </Form.Item>
          </Form>
        </Flex>
      </Card>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data?.length === 0 && <Empty description={own.none} />}
      {found.data?.map(it => (
        <Card key={it.kind}>
          <h2 className="section">
            {it.zh} <span className="quiet">{own.steps(it.steps.length)}</span>
          </h2>
          <Chain chain={it} />
        </Card>
      ))}
    </Flex>
  )
}
