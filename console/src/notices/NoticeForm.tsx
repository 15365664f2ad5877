// A notice is written, looked at, and posted: drafted by the server, never here.
import { Alert, App, Button, Flex, Form, Input, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { api, type S } from '../api/client'
import '../cases/cases.css'
import type { Limit } from '../cases/chain'
import { Refusal } from '../cases/forms/ActForm'
import { DayField } from '../cases/forms/fields'
import { useToday } from '../cases/today'
import { useText } from '../text/text'
import { NoticePaper } from './NoticePaper'
import { text } from './text'
import { noticeKinds } from './words'

interface NoticeFormProps {
  kind: S['NoticeKind']
  cases: number[]
  /** The household, where the notice is about one. */
  householder?: string
  /** The shortest time it stays, as the region's chain says. */
  least?: Limit | null
  reload: () => void
  onPosted: (notice: S['NoticeView']) => void
}

type Written = Pick<S['NoticeIn'], 'from' | 'until' | 'place'>

export function NoticeForm({ kind, cases, householder, least, reload, onPosted }: NoticeFormProps) {
  const own = useText(text)
  const kindWords = useText(noticeKinds)
  const { modal, message } = App.useApp()
  const [form] = Form.useForm<Written>()
  const [wanted, setWanted] = useState<S['NoticeIn']>()
  const today = useToday()
  const draft = api.useQuery(
    'post',
    '/api/v1/notices/draft',
    { body: wanted ?? { kind, case_ids: cases, from: '', until: '', place: '' } },
    { enabled: !!wanted },
  )
  const post = api.useMutation('post', '/api/v1/notices', {
    onSuccess: posted => {
      message.success(own.posted)
      onPosted(posted)
    },
  })
  if (!today) return <Skeleton active />
  const ask = (body: S['NoticeIn']) =>
    modal.confirm({
      title: householder ? own.postAskOne(kindWords[kind], householder) : own.postAsk(kindWords[kind], cases.length),
      content: own.postWhy,
      okText: own.post,
      onOk: () => post.mutate({ body }),
    })
  const again = () => {
    post.reset()
    setWanted(undefined)
    reload()
  }
  const until = least && !least.working ? dayjs(today).add(least.days - 1, 'day').format('YYYY-MM-DD') : undefined
  const stays = least && (least.working ? own.leastWorking(least.days) : own.least(least.days))
  return (
    <Form<Written>
      form={form}
      layout="vertical"
      initialValues={{ from: today, until }}
      onValuesChange={() => setWanted(undefined)}
      onFinish={it => setWanted({ kind, case_ids: cases, ...it })}
    >
      <Flex gap={16} wrap>
        <Form.Item name="from" label={own.from} rules={[{ required: true }]}>
          <DayField />
        </Form.Item>
        <Form.Item name="until" label={own.until} extra={stays} rules={[{ required: true }]}>
          <DayField />
        </Form.Item>
      </Flex>
      <Form.Item name="place" label={own.place} extra={own.placeHint} rules={[{ required: true }]}>
        <Input />
      </Form.Item>
      {draft.error && <Alert type="error" showIcon title={draft.error.detail} className="refusal" />}
      <Button type={draft.data ? 'default' : 'primary'} htmlType="submit" loading={draft.isFetching}>
        {own.preview}
      </Button>
      {wanted && draft.data && (
        <section className="after-note">
          <h3 className="part">{own.previewTitle}</h3>
          <p className="quiet">{own.previewHint}</p>
          <NoticePaper text={draft.data} />
          <div className="after-note">
            <Refusal problem={post.error} reload={again} />
            <Button type="primary" loading={post.isPending} onClick={() => ask(wanted)}>
              {own.post}
            </Button>
          </div>
        </section>
      )}
    </Form>
  )
}
