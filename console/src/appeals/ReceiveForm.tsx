import { Alert, Button, Checkbox, Col, DatePicker, Form, Input, Row, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { Problem, S } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { common } from '../text/common'
import { useText } from '../text/text'
import { useTerms } from './terms'
import { text } from './text'

interface Filled {
  channel: string
  received_on: Dayjs
  region: string
  name: string
  phone?: string
  id_number?: string
  text: string
  need?: string
  proxied?: boolean
  proxy_name?: string
  proxy_phone?: string
  outside_no?: string
}

interface ReceiveFormProps {
  problem: Problem | null
  busy: boolean
  onSubmit: (appeal: S['NewAppeal']) => void
}

/** What is asked of somebody who comes with an appeal; only four fields have to be filled in. */
export function ReceiveForm({ problem, busy, onSubmit }: ReceiveFormProps) {
  const words = useText(common)
  const own = useText(text)
  const terms = useTerms()
  const [form] = Form.useForm<Filled>()
  const proxied = Form.useWatch('proxied', form)
  const submit = (it: Filled) =>
    onSubmit({
      channel: it.channel,
      received_on: it.received_on.format('YYYY-MM-DD'),
      region: it.region,
      name: it.name.trim(),
      text: it.text.trim(),
      phone: it.phone?.trim() || null,
      id_number: it.id_number?.trim() || null,
      need: it.need ?? null,
      outside_no: it.outside_no?.trim() || null,
      proxy: it.proxied && it.proxy_name ? { name: it.proxy_name.trim(), phone: it.proxy_phone?.trim() || null } : null,
    })
  const needed = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  const chosen = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <Form<Filled> name="receive" form={form} layout="vertical" onFinish={submit} initialValues={{ received_on: dayjs() }}>
      <p>{own.receiveHint}</p>
      {terms.channels.length === 0 && <Alert type="warning" showIcon title={own.noChannel} className="appeals-problem" />}
      {problem && <Alert type="error" showIcon title={problem.detail} className="appeals-problem" />}
      <Row gutter={16}>
        <Col span={12}>
          <Form.Item name="channel" label={own.channel} extra={own.channelHint} rules={chosen(own.channel)}>
            <Select options={terms.channels} />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="received_on" label={own.receivedOn} rules={chosen(own.receivedOn)}>
            <DatePicker style={{ width: '100%' }} disabledDate={it => it.isAfter(dayjs(), 'day')} />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="name" label={own.name} rules={needed(own.name)}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="region" label={own.region} rules={chosen(own.region)}>
            <RegionField />
          </Form.Item>
        </Col>
        <Col span={24}>
          <Form.Item name="text" label={own.words} extra={own.wordsHint} rules={needed(own.words)}>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="phone" label={own.optional(own.phone)} extra={own.phoneHint}>
            <Input autoComplete="off" inputMode="tel" />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="id_number" label={own.optional(own.idNumber)} extra={own.idHint}>
            <Input autoComplete="off" />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="need" label={own.optional(own.need)} extra={own.needHint}>
            <Select allowClear options={terms.needs} />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item name="outside_no" label={own.optional(own.outsideNo)} extra={own.outsideHint}>
            <Input autoComplete="off" />
          </Form.Item>
        </Col>
        <Col span={24}>
          <Form.Item name="proxied" valuePropName="checked">
            <Checkbox>{own.byProxy}</Checkbox>
          </Form.Item>
        </Col>
        {proxied && (
          <>
            <Col span={12}>
              <Form.Item name="proxy_name" label={own.proxyName} rules={needed(own.proxyName)}>
                <Input maxLength={60} autoComplete="off" />
              </Form.Item>
            </Col>
            <Col span={12}>
              <Form.Item name="proxy_phone" label={own.optional(own.proxyPhone)}>
                <Input autoComplete="off" inputMode="tel" />
              </Form.Item>
            </Col>
          </>
        )}
      </Row>
      <Button type="primary" htmlType="submit" loading={busy}>
        {own.submit}
      </Button>
    </Form>
  )
}
