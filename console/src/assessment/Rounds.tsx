// 考核评估: the yearly rounds of a region, and the way to begin one.
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Empty, Flex, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { figureColumn } from '../parts/columns'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import './assessment.css'
import { OpenDialog } from './OpenDialog'
import { stateTones } from './shown'
import { text } from './text'

export default function Rounds() {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const may = useMay()
  const [isOpening, setOpening] = useState(false)
  const found = api.useQuery('get', '/api/v1/assessments')
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return (
    <Card>
      <Flex vertical gap={12}>
        <div className="assess-head">
          <div>
            <h1 className="list-title">{own.title}</h1>
            <p className="quiet assess-note">{own.intro}</p>
          </div>
          {may('open_assessment') && (
            <Button type="primary" className="no-print" onClick={() => setOpening(true)}>
              {own.begin}
            </Button>
          )}
        </div>
        <Table<S['RoundLine']>
          size="middle"
          rowKey="round"
          dataSource={found.data}
          pagination={false}
          scroll={{ x: 820 }}
          locale={{ emptyText: <Empty description={own.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            {
              title: own.object,
              render: (_, it) => (
                <Link to="/assessment/$round" params={{ round: it.round }}>
                  {it.object}
                </Link>
              ),
            },
            { title: own.year, dataIndex: 'year', width: 80, className: 'number' },
            { title: own.scheme, render: (_, it) => it[language] },
            {
              title: words.state,
              width: 110,
              render: (_, it) => <Mark tone={stateTones[it.state]}>{own.states[it.state] ?? it.state}</Mark>,
            },
            figureColumn(own.total, 90, it => it.total ?? '—'),
            { title: own.grade, width: 90, render: (_, it) => it.grade_zh ?? '—' },
          ]}
        />
        {isOpening && <OpenDialog onClose={() => setOpening(false)} />}
      </Flex>
    </Card>
  )
}
