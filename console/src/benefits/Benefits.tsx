// 待遇比对: who is entitled and did not receive, who received and is not entitled.
import { DownloadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, Flex, Form, Select, Skeleton } from 'antd'
import { api, download } from '../api/client'
import { useAddress } from '../frame/address'
import { RegionField } from '../parts/RegionField'
import { useMonths } from '../parts/useMonths'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import './benefits.css'
import { BenefitCounts } from './BenefitCounts'
import { DifferenceRows } from './DifferenceRows'
import type { BenefitSearch } from './search'
import { text } from './text'

export default function Benefits() {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<BenefitSearch>()
  const { months } = useMonths()
  const { region, month } = search
  const found = api.useQuery(
    'get',
    '/api/v1/benefits',
    { params: { query: { region, month } } },
    // Computed for everybody each time: what was just read is good for a while.
    { staleTime: 60_000 },
  )
  const get = async () => {
    const query = new URLSearchParams({ ...(region ? { region } : {}), ...(month ? { month } : {}) })
    const problem = await download(`/api/v1/benefits/export?${query.toString()}`)
    if (problem) message.error(problem.detail)
  }
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex justify="space-between" align="start" wrap gap={12}>
          <div>
            <h1 className="list-title">{own.title}</h1>
            <p className="quiet benefit-note">{own.intro}</p>
            {found.data && <p className="benefit-note">{own.asOf(found.data.name, found.data.month, found.data.on)}</p>}
          </div>
          {may('export_county_benefits') && (
            <Button icon={<DownloadOutlined />} disabled={!found.data} onClick={() => void get()}>
              {words.export}
            </Button>
          )}
        </Flex>
        <Form layout="inline" colon={false} className="no-print benefit-fields">
          <Form.Item label={words.region} htmlFor="benefit-region">
            <div className="benefit-region">
              <RegionField id="benefit-region" value={region} onChange={it => setSearch({ ...search, region: it })} />
            </div>
          </Form.Item>
          <Form.Item label={words.month} htmlFor="benefit-month">
            <Select
              id="benefit-month"
              className="benefit-month"
              value={month ?? found.data?.month}
              onChange={it => setSearch({ ...search, month: it })}
              options={months.map(value => ({ value, label: value }))}
            />
          </Form.Item>
        </Form>
      </Card>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && (
        <Card>
          <p className="quiet">{own.slow}</p>
          <Skeleton active />
        </Card>
      )}
      {found.data && (
        <>
          <BenefitCounts benefits={found.data.benefits} />
          <DifferenceRows rows={found.data.rows} benefits={found.data.benefits} />
        </>
      )}
    </Flex>
  )
}
