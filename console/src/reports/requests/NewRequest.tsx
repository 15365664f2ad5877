import { Alert, App, Button, DatePicker, Drawer, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { RegionField } from '../../parts/RegionField'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { IndicatorField } from '../builder/IndicatorField'
import { text } from '../text'

interface Asked {
  region?: string
  period: Dayjs
  indicators: string[]
  asker: string
  document?: string
  asked_on: Dayjs
  purpose: string
  due_on?: Dayjs
}

/** A request to be recorded; earlier ones for the same numbers are shown when it is. */
export function NewRequest({ open, onClose }: { open: boolean; onClose: () => void }) {
  const own = useText(text)
  return (
    <Drawer open={open} onClose={onClose} size={560} title={own.record} destroyOnHidden>
      <Fields onClose={onClose} />
    </Drawer>
  )
}

function Fields({ onClose }: { onClose: () => void }) {
  const own = useText(text)
  const words = useText(common)
  const staff = useStaff()
  const { message } = App.useApp()
  const [earlier, setEarlier] = useState<S['NumberRequestView'][]>()
  const record = api.useMutation('post', '/api/v1/number-requests', {
    onSuccess: done => {
      message.success(own.recorded)
      if (done.earlier.length === 0) onClose()
      else setEarlier(done.earlier)
    },
    onError: problem => void message.error(problem.detail),
  })
  const send = (it: Asked) =>
    record.mutate({
      body: {
        ...it,
        region: it.region ?? staff.region,
        period: it.period.format('YYYY-MM'),
        asked_on: it.asked_on.format('YYYY-MM-DD'),
        due_on: it.due_on?.format('YYYY-MM-DD'),
      },
    })
  if (earlier) {
    return (
      <>
        <Alert
          type="warning"
          showIcon
          title={own.earlier(earlier.length)}
          description={
            <ul>
              {earlier.map(it => (
                <li key={it.request}>
                  {own.earlierLine(it.asker, it.asked_on, it.region_name)} {it.answer}
                </li>
              ))}
            </ul>
          }
        />
        <Button type="primary" onClick={onClose}>
          {words.close}
        </Button>
      </>
    )
  }
  const required = [{ required: true }]
  return (
    <Form<Asked>
      layout="vertical"
      onFinish={send}
      initialValues={{ asked_on: dayjs(), period: dayjs().subtract(1, 'month') }}
    >
      <Form.Item name="asker" label={own.asker} rules={required}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="document" label={own.document}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="asked_on" label={own.askedOn} rules={required}>
        <DatePicker maxDate={dayjs()} />
      </Form.Item>
      <Form.Item name="purpose" label={own.purpose} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="region" label={words.region}>
        <RegionField id="region" />
      </Form.Item>
      <Form.Item name="period" label={own.period} rules={required}>
        <DatePicker picker="month" />
      </Form.Item>
      <Form.Item name="indicators" label={own.indicators} rules={required}>
        <IndicatorField id="indicators" label={own.indicators} many />
      </Form.Item>
      <Form.Item name="due_on" label={own.due}>
        <DatePicker />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={record.isPending}>
        {own.record}
      </Button>
    </Form>
  )
}
