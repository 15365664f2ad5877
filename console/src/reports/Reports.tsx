// 报表: the reports of a region, what was printed, and who asked for which numbers.
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Table, Tabs } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { RegionField } from '../parts/RegionField'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { Prints } from './Prints'
import './reports.css'
import { Requests } from './requests/Requests'
import type { ReportsSearch } from './search'
import { text } from './text'

export default function Reports() {
  const own = useText(text)
  const [search, setSearch] = useAddress<ReportsSearch>()
  const may = useMay()
  const items = [
    { key: 'reports', label: own.tabReports, children: <Listed /> },
    ...(may('list_report_prints') ? [{ key: 'prints', label: own.tabPrints, children: <Prints /> }] : []),
    ...(may('list_number_requests') ? [{ key: 'requests', label: own.tabRequests, children: <Requests /> }] : []),
  ]
  const tab = items.some(it => it.key === search.tab) ? search.tab : 'reports'
  return (
    <>
      <h1 className="list-title">{own.title}</h1>
      <p className="quiet reports-intro">{own.intro}</p>
      <Tabs activeKey={tab} onChange={it => setSearch({ tab: it })} items={items} destroyOnHidden />
    </>
  )
}

function Listed() {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const may = useMay()
  const [search, setSearch] = useAddress<ReportsSearch>()
  const { region } = search
  const found = api.useQuery('get', '/api/v1/reports', { params: { query: { region } } })
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="end" wrap gap={12}>
        <div className="reports-region">
          <label htmlFor="reports-region">{words.region}</label>
          <RegionField id="reports-region" value={region} onChange={it => setSearch({ ...search, region: it })} />
        </div>
        {may('save_report_template') && (
          <Link to="/reports/new">
            <Button icon={<PlusOutlined />} tabIndex={-1}>
              {own.build}
            </Button>
          </Link>
        )}
      </Flex>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Card styles={{ body: { padding: 0 } }}>
        <Table<S['ReportLine']>
          size="middle"
          pagination={false}
          loading={found.isFetching}
          dataSource={found.data}
          rowKey="report"
          locale={{ emptyText: own.none }}
          columns={[
            {
              title: own.report,
              render: (_, it) => (
                <Flex gap={8} wrap align="center">
                  <Link to={`/reports/${it.report}`} search={{ region } as never}>
                    {language === 'zh' ? it.zh : it.en}
                  </Link>
                  {it.kind === 'template' && <Mark tone="told">{own.own}</Mark>}
                  {it.leaves_office && it.kind === 'pack' && <Mark>{own.leaves}</Mark>}
                </Flex>
              ),
            },
            { title: own.number, width: 120, render: (_, it) => it.number ?? '' },
            {
              title: own.askedBy,
              width: 240,
              render: (_, it) => (it.asker && it.asked_on ? own.asked(it.asker, it.asked_on) : ''),
            },
            {
              title: own.basis,
              width: 260,
              render: (_, it) => (it.is_default ? <Mark tone="care">{words.notStated}</Mark> : (it.basis ?? '')),
            },
          ]}
        />
      </Card>
    </Flex>
  )
}
