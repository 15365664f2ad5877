// One notice: as it hangs, how long it still does, and taken down with a reason.
import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Form, Input, Modal, Result, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import '../cases/cases.css'
import { NoticeClock } from '../cases/NoticeClock'
import { Fact } from '../cases/said/Fact'
import { text as caseText } from '../cases/text'
import { useToday } from '../cases/today'
import { chinaTime } from '../parts/time'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { NoticePaper } from './NoticePaper'
import { text } from './text'
import { noticeKinds, noticeStates } from './words'

export default function Notice() {
  const own = useText(text)
  const params = useParams({ strict: false }) as { notice?: string }
  const found = api.useQuery('get', '/api/v1/notices/{notice}', { params: { path: { notice: params.notice ?? '' } } })
  if (found.error?.status === 404) {
    return <Result status="404" title={own.noNotice} extra={<Link to="/notices">{own.back}</Link>} />
  }
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return <Page notice={found.data} />
}

function Page({ notice }: { notice: S['NoticeView'] }) {
  const own = useText(text)
  const words = useText(common)
  const cases = useText(caseText)
  const kindWords = useText(noticeKinds)
  const stateWords = useText(noticeStates)
  const may = useMay()
  const today = useToday()
  const [asks, setAsks] = useState(false)
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={12} wrap className="no-print">
        <h1 className="case-title">{notice.text.title}</h1>
        <Flex gap={8}>
          {may('print_notice') && (
            <Button icon={<PrinterOutlined />} href={`/api/v1/notices/${notice.id}/paper`} target="_blank">
              {own.print}
            </Button>
          )}
          {may('withdraw_notice') && notice.state === 'posted' && (
            <Button danger onClick={() => setAsks(true)}>
              {own.withdraw}
            </Button>
          )}
        </Flex>
      </Flex>
      <div className="notice-page">
        <NoticePaper text={notice.text} />
        <Card size="small" className="no-print">
          <Fact label={words.state}>{stateWords[notice.state]}</Fact>
          {notice.state === 'posted' && <NoticeClock until={notice.until} today={today} />}
          <Fact label={own.why}>{notice.withdrawn_reason}</Fact>
          <Fact label={own.kind}>{kindWords[notice.kind]}</Fact>
          <Fact label={words.village}>{notice.village}</Fact>
          <Fact label={own.place}>{notice.place}</Fact>
          <Fact label={own.span}>
            {notice.from} — {notice.until}
          </Fact>
          <Fact label={own.postedAt}>{chinaTime(notice.created_at)}</Fact>
          <Fact label={own.onIt}>
            {notice.case_ids.map(it => (
              <Link key={it} to={`/cases/${it}`} className="notice-case">
                {cases.case(it)}
              </Link>
            ))}
          </Fact>
        </Card>
      </div>
      {asks && <Withdrawal notice={notice} onClose={() => setAsks(false)} />}
    </Flex>
  )
}

function Withdrawal({ notice, onClose }: { notice: S['NoticeView']; onClose: () => void }) {
  const own = useText(text)
  const { message } = App.useApp()
  const [form] = Form.useForm<S['WithdrawBody']>()
  const withdraw = api.useMutation('post', '/api/v1/notices/{notice}/withdrawal', {
    onSuccess: () => {
      message.success(own.withdrawn)
      onClose()
    },
  })
  return (
    <Modal
      open
      title={own.withdrawAsk(notice.text.title)}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={own.withdraw}
      okButtonProps={{ danger: true }}
      confirmLoading={withdraw.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={body => withdraw.mutate({ params: { path: { notice: notice.id } }, body })}
      >
        <Form.Item name="reason" label={own.withdrawReason} rules={[{ required: true }]}>
          <Input.TextArea rows={3} />
        </Form.Item>
      </Form>
      {withdraw.error && <Alert type="error" showIcon title={withdraw.error.detail} />}
    </Modal>
  )
}
