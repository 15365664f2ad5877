import { Link } from '@tanstack/react-router'
import { Card, Empty, Flex, Select, Space, Table } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { useNearName } from '../households/nearName'
import { moneyColumn } from '../parts/columns'
import { Mark, type Tone } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Payments } from './Payments'
import type { BenefitSearch } from './search'
import { text } from './text'

type Row = S['BenefitRow']

const tones: Record<S['BenefitFinding'], Tone> = {
  not_received: 'care',
  received_less: 'told',
  received_more: 'told',
  not_entitled: 'bad',
}

/** Household by household, or person by person: where entitlement and payment differ. */
export function DifferenceRows({ rows, benefits }: { rows: Row[]; benefits: S['BenefitCount'][] }) {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const near = useNearName()
  const [search, setSearch] = useAddress<BenefitSearch>()
  const shown = rows.filter(
    it => (!search.benefit || it.benefit === search.benefit) && (!search.finding || it.finding === search.finding),
  )
  const compared = benefits.filter(it => it.compared)
  const nothing = compared.length > 0 ? own.noRows : own.nothingCompared
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <Flex justify="space-between" align="center" wrap gap={12} className="list-head">
        <h2 className="list-title">{own.rows}</h2>
        <Space wrap className="no-print">
          <Select
            allowClear
            aria-label={own.benefit}
            className="benefit-choice"
            placeholder={own.benefit}
            value={search.benefit}
            onChange={it => setSearch({ ...search, benefit: it })}
            options={compared.map(it => ({ value: it.benefit, label: it.zh }))}
          />
          <Select
            allowClear
            aria-label={own.finding}
            className="benefit-month"
            placeholder={own.finding}
            value={search.finding}
            onChange={it => setSearch({ ...search, finding: it })}
            options={Object.entries(own.findings).map(([value, label]) => ({
              value: value as S['BenefitFinding'],
              label,
            }))}
          />
        </Space>
      </Flex>
      <Table<Row>
        size="middle"
        rowKey={it => `${it.benefit}/${it.household}/${it.person ?? ''}`}
        dataSource={shown}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        scroll={{ x: 1080 }}
        locale={{ emptyText: <Empty description={nothing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        expandable={{
          columnTitle: <span className="benefit-hidden">{own.paymentsTitle}</span>,
          rowExpandable: it => it.payments.length > 0,
          expandedRowRender: it => <Payments rows={it.payments} />,
        }}
        columns={[
          {
            title: words.householder,
            width: 96,
            render: (_, it) =>
              may('show_household') ? <Link to={`/households/${it.household}`}>{it.householder}</Link> : it.householder,
          },
          { title: words.village, width: 170, render: (_, it) => near(it.village) },
          { title: own.benefit, dataIndex: 'zh', width: 150 },
          { title: own.person, width: 80, render: (_, it) => it.name ?? own.none },
          {
            title: own.finding,
            width: 130,
            render: (_, it) => <Mark tone={tones[it.finding]}>{own.findings[it.finding]}</Mark>,
          },
          moneyColumn(own.due, it => it.entitled, 100),
          moneyColumn(own.received, it => it.received, 100),
          moneyColumn(own.difference, it => it.difference, 100),
          { title: own.why, dataIndex: 'reason' },
        ]}
      />
    </Card>
  )
}
