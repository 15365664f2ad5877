// 自编报表: indicators chosen and set out by region, looked at, and saved with who asked for them.
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Card, Checkbox, DatePicker, Flex, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { RegionField } from '../../parts/RegionField'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import '../reports.css'
import { Content } from '../shown/Content'
import { text } from '../text'
import { Figures } from './Figures'
import { layoutOf, type Built } from './layout'

/** What a report is saved with. */
interface Asked {
  name: string
  asker: string
  document?: string
  asked_on: Dayjs
  purpose: string
}

export default function Builder() {
  const own = useText(text)
  const words = useText(common)
  const staff = useStaff()
  const { message } = App.useApp()
  const [form] = Form.useForm<Built>()
  const [region, setRegion] = useState<string>()
  const [period, setPeriod] = useState(dayjs().subtract(1, 'month'))
  const [layout, setLayout] = useState<S['ReportLayout']>()
  const look = api.useMutation('post', '/api/v1/report-preview', {
    onError: problem => void message.error(problem.detail),
  })
  const preview = (built: Built) => {
    const made = layoutOf(built)
    setLayout(made)
    look.mutate({ body: { layout: made, region: region ?? staff.region, period: period.format('YYYY-MM') } })
  }
  const rows = Object.entries(own.rowsOf).map(([value, label]) => ({ value, label }))
  const initial = { title: own.headingDefault, rows: 'below', total: true, figures: [{ show: 'value', compare: 'none' }] }
  return (
    <Flex vertical gap={12}>
      <Link to="/reports">← {own.back}</Link>
      <h1 className="list-title">{own.builderTitle}</h1>
      <p className="quiet reports-intro">{own.builderIntro}</p>
      <Card>
        <Form form={form} layout="vertical" initialValues={initial} onFinish={preview}>
          <div className="builder-fields">
            <Form.Item name="title" label={own.heading} extra={own.headingHelp} rules={[{ required: true }]}>
              <Input maxLength={120} />
            </Form.Item>
            <Form.Item name="rows" label={own.rows}>
              <Select options={rows} />
            </Form.Item>
            <Form.Item name="unit" label={own.unitField}>
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name="note" label={own.note}>
              <Input maxLength={200} />
            </Form.Item>
          </div>
          <h2 className="section">{own.figures}</h2>
          <Figures />
          <Form.Item name="total" valuePropName="checked">
            <Checkbox>{own.withTotal}</Checkbox>
          </Form.Item>
          <div className="reports-fields">
            <Form.Item label={words.region} htmlFor="builder-region" className="reports-region">
              <RegionField id="builder-region" value={region} onChange={setRegion} />
            </Form.Item>
            <Form.Item label={own.period} htmlFor="builder-period">
              <DatePicker
                picker="month"
                id="builder-period"
                value={period}
                allowClear={false}
                onChange={it => it && setPeriod(it)}
              />
            </Form.Item>
            <Form.Item label=" ">
              <Button htmlType="submit" loading={look.isPending}>
                {own.preview}
              </Button>
            </Form.Item>
          </div>
        </Form>
      </Card>
      {look.error && <Alert type="error" showIcon title={look.error.detail} />}
      {look.data && !look.error && <Content content={look.data.content} asOf={look.data.open_as_of} />}
      {layout && look.data && !look.error && <Save layout={layout} />}
    </Flex>
  )
}

/** Who asked, and under which name it is kept. */
function Save({ layout }: { layout: S['ReportLayout'] }) {
  const own = useText(text)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const save = api.useMutation('post', '/api/v1/report-templates', {
    onSuccess: done => {
      message.success(own.savedTemplate)
      void navigate({ to: `/reports/${done.template}` })
    },
    onError: problem => void message.error(problem.detail),
  })
  const send = (asked: Asked) =>
    save.mutate({ body: { ...asked, layout, asked_on: asked.asked_on.format('YYYY-MM-DD') } })
  const required = [{ required: true }]
  return (
    <Card>
      <h2 className="section">{own.saveTemplate}</h2>
      <Form<Asked> layout="vertical" onFinish={send} initialValues={{ asked_on: dayjs() }}>
        <div className="builder-fields">
          <Form.Item name="name" label={own.name} rules={required}>
            <Input maxLength={80} />
          </Form.Item>
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
        </div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {own.saveTemplate}
        </Button>
      </Form>
    </Card>
  )
}
