// One report of a region and a month: on the screen first, then printed and kept.
import { PrinterOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Checkbox, DatePicker, Flex, Form, Popconfirm, Skeleton, Tooltip } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { RegionField } from '../parts/RegionField'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { lastMonth } from './period'
import './reports.css'
import type { ReportSearch } from './search'
import { Content } from './shown/Content'
import { text } from './text'

export default function Report() {
  const own = useText(text)
  const { language } = useLanguage()
  const { report } = useParams({ strict: false }) as { report: string }
  const [search] = useAddress<ReportSearch>()
  const period = search.period ?? lastMonth()
  const listed = api.useQuery('get', '/api/v1/reports', { params: { query: { region: search.region } } })
  const line = listed.data?.find(it => it.report === report)
  const others = search.others ?? line?.leaves_office ?? false
  const found = api.useQuery(
    'get',
    '/api/v1/reports/{report}',
    {
      params: {
        path: { report },
        query: { region: search.region, period, as_of: search.asOf, for_others: others },
      },
    },
    // Whether it leaves the office is known with the list.
    { placeholderData: keepPreviousData, enabled: !!listed.data },
  )
  return (
    <Flex vertical gap={12}>
      <Link to="/reports" search={{ region: search.region } as never}>
        ← {own.back}
      </Link>
      <h1 className="list-title">{line && (language === 'zh' ? line.zh : line.en)}</h1>
      {line && <Head line={line} period={period} others={others} />}
      {listed.data && !line && <Alert type="info" showIcon title={own.none} />}
      {listed.error && <Alert type="error" showIcon title={listed.error.detail} />}
      {found.error && <Alert type="info" showIcon title={found.error.detail} />}
      {(listed.isPending || found.isLoading) && <Skeleton active />}
      {found.data && !found.error && <Content content={found.data.content} asOf={found.data.open_as_of} />}
    </Flex>
  )
}

interface HeadProps {
  line: S['ReportLine']
  period: string
  others: boolean
}

function Head({ line, period, others }: HeadProps) {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const staff = useStaff()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<ReportSearch>()
  const failed = (problem: { detail: string }) => void message.error(problem.detail)
  const print = api.useMutation('post', '/api/v1/reports/{report}/prints', {
    onSuccess: done => void navigate({ to: `/reports/prints/${done.print}` }),
    onError: failed,
  })
  const end = api.useMutation('post', '/api/v1/report-templates/{template}/end', {
    onSuccess: () => void navigate({ to: '/reports' }),
    onError: failed,
  })
  const region = search.region ?? staff.region
  const { report, may_print: mayPrint } = line
  return (
    <Card>
      <Form layout="vertical" component={false}>
        <div className="reports-fields no-print">
          <Form.Item label={words.region} htmlFor="report-region" className="reports-region">
            <RegionField id="report-region" value={search.region} onChange={it => setSearch({ ...search, region: it })} />
          </Form.Item>
          <Form.Item label={own.period} htmlFor="report-period">
            <DatePicker
              picker="month"
              id="report-period"
              value={dayjs(period)}
              allowClear={false}
              onChange={it => setSearch({ ...search, period: it?.format('YYYY-MM') })}
            />
          </Form.Item>
          <Form.Item label={own.asOf} htmlFor="report-as-of">
            <DatePicker
              id="report-as-of"
              value={search.asOf ? dayjs(search.asOf) : null}
              maxDate={dayjs()}
              placeholder={own.asOfHelp}
              onChange={it => setSearch({ ...search, asOf: it?.format('YYYY-MM-DD') })}
            />
          </Form.Item>
          <Form.Item label=" ">
            <Checkbox
              checked={others}
              onChange={it => setSearch({ ...search, others: it.target.checked })}
            >
              {own.forOthers}
            </Checkbox>
          </Form.Item>
          <Form.Item label=" ">
            <Flex gap={8} wrap>
              <Tooltip title={mayPrint ? own.printHelp : own.mayNotPrint}>
                <Button
                  type="primary"
                  icon={<PrinterOutlined />}
                  disabled={!mayPrint}
                  loading={print.isPending}
                  onClick={() =>
                    print.mutate({
                      params: { path: { report } },
                      body: { region, period, as_of: search.asOf, for_others: others },
                    })
                  }
                >
                  {own.print}
                </Button>
              </Tooltip>
              {line.kind === 'template' && may('end_report_template') && (
                <Popconfirm
                  title={own.endAsk}
                  okText={words.confirm}
                  cancelText={words.cancel}
                  onConfirm={() => end.mutate({ params: { path: { template: report } } })}
                >
                  <Button danger>{own.end}</Button>
                </Popconfirm>
              )}
            </Flex>
          </Form.Item>
        </div>
      </Form>
    </Card>
  )
}
