// One record: what it says, how it stands, what can be done with it, and what was done.
import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Result, Skeleton, Space } from 'antd'
import { Deadline } from '../parts/Deadline'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Attachments } from './attachments/Attachments'
import { History } from './History'
import './ledgers.css'
import { RecordActions } from './RecordActions'
import { RecordValues } from './RecordValues'
import { useSaid } from './said'
import { text } from './text'
import { useLedger, useRecord, type Open } from './useRecord'

/** The page of one record. */
export default function Record() {
  const own = useText(text)
  const say = useSaid()
  const { ledger, record } = useParams({ strict: false }) as { ledger: string; record: string }
  const definition = useLedger(ledger)
  const { found, reload } = useRecord(ledger, Number(record))
  const problem = definition.error ?? found.error
  const back = definition.data && (
    <Link to="/ledgers/$ledger" params={{ ledger }}>
      ← {own.backTo(say(definition.data))}
    </Link>
  )
  if (problem?.status === 404) {
    return (
      <Result
        status="404"
        title={<h1 className="list-title">{definition.error ? own.noLedger : own.noRecord}</h1>}
        extra={back ?? <Link to="/ledgers">{own.back}</Link>}
      />
    )
  }
  return (
    <Flex vertical gap={12}>
      {back}
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {!problem && (!definition.data || !found.data) && <Skeleton active />}
      {definition.data && found.data && (
        <Sheet key={record} ledger={definition.data} record={found.data} reload={reload} />
      )}
    </Flex>
  )
}

function Sheet(open: Open) {
  const may = useMay()
  const { ledger, record } = open
  return (
    <div className="record">
      <Flex vertical gap={12}>
        <Head {...open} />
        <RecordValues ledger={ledger} record={record} />
        {may('list_attachments') && <Attachments {...open} />}
        {may('show_record_history') && <History ledger={ledger} record={record} />}
      </Flex>
      <RecordActions {...open} />
    </div>
  )
}

function Head({ ledger, record }: Open) {
  const own = useText(text)
  const say = useSaid()
  const may = useMay()
  const state = ledger.states.find(it => it.name === record.state)
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={8}>
        <h1 className="record-title">{record.title}</h1>
        <Space wrap>
          {record.voided && <Mark tone="bad">{own.voided}</Mark>}
          {state && ledger.states.length > 1 && <Mark tone={state.ends ? 'good' : 'told'}>{say(state)}</Mark>}
          {record.due && !record.voided && (
            <span>
              {own.due} <Deadline due={record.due} />
            </span>
          )}
          {ledger.printed && may('print_record') && (
            <Button
              className="no-print"
              icon={<PrinterOutlined />}
              href={`/api/v1/ledgers/${ledger.ledger}/records/${record.record}/paper`}
              target="_blank"
              rel="noopener"
            >
              {own.print}
            </Button>
          )}
        </Space>
      </Flex>
      <p className="quiet record-facts">
        <span>{record.region_name}</span>
        <span className="number">{own.number(record.record)}</span>
        <span className="number">{own.opened(record.opened_on)}</span>
        {state && ledger.states.length > 1 && (
          <span className="number">
            {say(state)} {own.since(record.state_since)}
          </span>
        )}
      </p>
    </Card>
  )
}
