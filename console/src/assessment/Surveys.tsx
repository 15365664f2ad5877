// 入户调查: the households given to the assessor at work.
import { Link } from '@tanstack/react-router'
import { Alert, Card, Empty, Flex, Skeleton, Table } from 'antd'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useText } from '../text/text'
import './assessment.css'
import { rowTones } from './shown'
import { text } from './text'

export default function Surveys() {
  const own = useText(text)
  const words = useText(common)
  const found = api.useQuery('get', '/api/v1/surveys')
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return (
    <Card>
      <Flex vertical gap={12}>
        <div>
          <h1 className="list-title">{own.surveys}</h1>
          <p className="quiet assess-note">{own.surveysHint}</p>
        </div>
        <Table<S['SurveyLine']>
          size="middle"
          rowKey={it => `${it.round} ${it.household}`}
          dataSource={found.data}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          scroll={{ x: 560 }}
          locale={{ emptyText: <Empty description={own.noSurveys} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            { title: words.village, dataIndex: 'village' },
            { title: words.householder, width: 110, render: (_, it) => it.householder ?? '' },
            { title: own.year, width: 80, className: 'number', dataIndex: 'year' },
            {
              title: words.state,
              width: 100,
              render: (_, it) => <Mark tone={rowTones[it.state]}>{own.rowStates[it.state] ?? it.state}</Mark>,
            },
            {
              title: words.action,
              width: 120,
              render: (_, it) => (
                <Link
                  to="/surveys/$round/$household"
                  params={{ round: it.round, household: String(it.household) }}
                  aria-label={own.surveyOf(it.householder ?? String(it.household))}
                >
                  {it.state === 'waiting' ? own.fill : own.again}
                </Link>
              ),
            },
          ]}
        />
      </Flex>
    </Card>
  )
}
