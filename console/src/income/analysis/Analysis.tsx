// 收入分析: how the incomes of a region are spread, made up and growing, and how that compares with the plan.
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, App, Button, Card, Empty, Flex, Form, Skeleton } from 'antd'
import { api, download, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { counted, percent, yuan } from '../../parts/figures'
import { Mark } from '../../parts/Mark'
import { RegionField } from '../../parts/RegionField'
import { useMay } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import '../income.css'
import { NotYet } from '../NotYet'
import { usePeriods, type Filled } from '../period'
import { PeriodField } from '../PeriodField'
import { queryOf, type PeriodSearch } from '../search'
import { text as listText } from '../text'
import { shareOf } from './bandName'
import { Bands } from './Bands'
import { Composition } from './Composition'
import { Groups, Regions } from './Groups'
import { PlanPath } from './PlanPath'
import { text } from './text'

export default function Analysis() {
  const own = useText(text)
  const [search] = useAddress<PeriodSearch>()
  const { period, periods, isPending, problem } = usePeriods(search.period)
  if (problem) return <Alert type="error" showIcon title={problem.detail} />
  if (isPending) return <Skeleton active />
  if (!period) return <NotYet title={own.title} />
  return <Analysed period={period} periods={periods} />
}

function Analysed({ period, periods }: { period: string; periods: Filled[] }) {
  const own = useText(text)
  const [{ region }] = useAddress<PeriodSearch>()
  const found = api.useQuery(
    'get',
    '/api/v1/income/analysis',
    { params: { query: { region, period } } },
    { placeholderData: keepPreviousData },
  )
  const shown = found.error ? undefined : found.data
  return (
    <Flex vertical gap={12}>
      <Head period={period} periods={periods} found={shown} />
      {found.error && <Alert type="info" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {shown && shown.complete === 0 && (
        <Card>
          <Empty description={own.none} image={Empty.PRESENTED_IMAGE_SIMPLE} />
        </Card>
      )}
      {shown && shown.complete > 0 && (
        <>
          <div className="income-charts">
            <Bands found={shown} period={period} />
            <Composition components={shown.components} />
          </div>
          <PlanPath path={shown.path} />
          <Regions found={shown} />
          <Groups found={shown} />
        </>
      )}
    </Flex>
  )
}

interface HeadProps {
  period: string
  periods: Filled[]
  found: S['IncomeAnalysis'] | undefined
}

/** Which region and months, and what they come to. */
function Head({ period, periods, found }: HeadProps) {
  const own = useText(text)
  const list = useText(listText)
  const words = useText(common)
  const may = useMay()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<PeriodSearch>()
  const get = async () => {
    const problem = await download(`/api/v1/income/analysis/export?${queryOf({ region: search.region, period })}`)
    if (problem) message.error(problem.detail)
  }
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="list-title">{own.title}</h1>
          {found && <p className="income-note">{own.about(found.name, found.period)}</p>}
        </div>
        {may('export_income_analysis') && (
          <Button icon={<DownloadOutlined />} disabled={!found} onClick={() => void get()}>
            {words.export}
          </Button>
        )}
      </Flex>
      <Form layout="inline" colon={false} className="no-print income-fields">
        <Form.Item label={words.region} htmlFor="analysis-region">
          <div className="income-region">
            <RegionField
              id="analysis-region"
              value={search.region}
              onChange={region => setSearch({ ...search, region })}
            />
          </div>
        </Form.Item>
        <Form.Item label={list.period} htmlFor="analysis-period">
          <PeriodField
            id="analysis-period"
            periods={periods}
            value={period}
            onChange={it => setSearch({ ...search, period: it })}
          />
        </Form.Item>
      </Form>
      {found && <Totals found={found} />}
    </Card>
  )
}

function Totals({ found }: { found: S['IncomeAnalysis'] }) {
  const own = useText(text)
  const words = useText(common)
  const net = found.components.find(it => it.part === 'net')
  return (
    <>
      <dl className="income-figures">
        <div className="income-figure">
          <dt>{own.households}</dt>
          <dd>
            <strong className="number">{counted(found.households)}</strong>
          </dd>
        </div>
        <div className="income-figure">
          <dt>{own.complete}</dt>
          <dd>
            <strong className="number">{counted(found.complete)}</strong>
            <span className="quiet">{own.completeShare(percent(shareOf(found.complete, found.households)))}</span>
          </dd>
        </div>
        <div className="income-figure">
          <dt>{own.persons}</dt>
          <dd>
            <strong className="number">{counted(found.persons)}</strong>
          </dd>
        </div>
        <div className="income-figure">
          <dt>{own.perHead}</dt>
          <dd>
            <strong className="number">{yuan(net?.per_head)}</strong>
          </dd>
        </div>
        <div className="income-figure">
          <dt>{own.line}</dt>
          <dd>
            <strong className="number">{yuan(found.line)}</strong>
            {found.line_is_default && <Mark tone="care">{words.notStated}</Mark>}
          </dd>
        </div>
      </dl>
      <p className="quiet income-note">
        {own.note} {own.smallNote(found.small_count)}
      </p>
    </>
  )
}
