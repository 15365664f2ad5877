import { CalculatorOutlined, DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Card, Flex, Space } from 'antd'
import type { ReactNode } from 'react'
import { api, download, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { queryOf } from '../income/search'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { PlaceFields } from './PlaceFields'
import { carried, type TargetSearch } from './search'
import { text } from './text'

interface HeadProps {
  title: string
  month: string
  table: S['TargetTable'] | undefined
  children: ReactNode
}

/** Which targets are looked at, and the ways to indicators, evaluations and the workbook. */
export function Head({ title, month, table, children }: HeadProps) {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const { message } = App.useApp()
  const [search] = useAddress<TargetSearch>()
  const get = async () => {
    const problem = await download(`/api/v1/targets/export?${queryOf({ ...carried(search), month })}`)
    if (problem) message.error(problem.detail)
  }
  const along = carried(search) as never
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="list-title">{title}</h1>
          {table && <p className="targets-note">{own.about(table.region_name, table.month)}</p>}
          {table?.as_of && <p className="targets-note soon">{own.asKnown(table.as_of)}</p>}
        </div>
        <Space wrap size={16} className="no-print">
          {may('list_indicators') && (
            <Link to="/targets/indicators" search={along}>
              {own.indicators}
            </Link>
          )}
          {may('list_records') && (
            <Link to="/targets/evaluations" search={along}>
              {own.evaluations}
            </Link>
          )}
          {may('compute_indicators') && may('start_job') && <Compute month={month} />}
          {may('export_targets') && (
            <Button icon={<DownloadOutlined />} disabled={!table} onClick={() => void get()}>
              {words.export}
            </Button>
          )}
        </Space>
      </Flex>
      <PlaceFields month={month} />
      {children}
    </Card>
  )
}

/** Has the month computed in the background. */
function Compute({ month }: { month: string }) {
  const own = useText(text)
  const staff = useStaff()
  const navigate = useNavigate()
  const { modal, notification } = App.useApp()
  const [search] = useAddress<TargetSearch>()
  const region = search.region ?? staff.region
  const start = api.useMutation('post', '/api/v1/jobs', {
    onSuccess: () =>
      notification.success({
        title: own.computing,
        actions: (
          <Button size="small" onClick={() => void navigate({ to: '/jobs' })}>
            {own.toJobs}
          </Button>
        ),
      }),
    onError: problem => notification.error({ title: problem.detail }),
  })
  const ask = () =>
    modal.confirm({
      title: own.computeAsk(month),
      onOk: () => start.mutateAsync({ body: { kind: 'compute_indicators', region, month } }).catch(() => {}),
    })
  return (
    <Button icon={<CalculatorOutlined />} loading={start.isPending} onClick={ask}>
      {own.compute}
    </Button>
  )
}
