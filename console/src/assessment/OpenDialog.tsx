import { useNavigate } from '@tanstack/react-router'
import { Alert, App, DatePicker, Form, Input, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect } from 'react'
import { api } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { text } from './text'

interface Wanted {
  region?: string
  month: Dayjs
  scheme: string
  object?: string
  seed?: string
}

/** Begins a round: the county, the month its data reach to, the scheme, the seed. */
export function OpenDialog({ onClose }: { onClose: () => void }) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const staff = useStaff()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<Wanted>()
  const region = Form.useWatch('region', form) ?? staff.region
  const month = Form.useWatch('month', form)?.format('YYYY-MM')
  const chosen = Form.useWatch('scheme', form)
  const schemes = api.useQuery(
    'get',
    '/api/v1/assessments/schemes',
    { params: { query: { region, month: month ?? '' } } },
    { enabled: month !== undefined },
  )
  const { data: offered } = schemes
  useEffect(() => {
    if (offered && !offered.some(it => it.scheme === chosen)) form.setFieldValue('scheme', offered[0]?.scheme)
  }, [offered, chosen, form])
  const scheme = offered?.find(it => it.scheme === chosen)
  const open = api.useMutation('post', '/api/v1/assessments', {
    onSuccess: it => {
      message.success(own.begun)
      void navigate({ to: '/assessment/$round', params: { round: it.round } })
    },
  })
  const send = (it: Wanted) =>
    open.mutate({
      body: {
        region,
        year: it.month.year(),
        month: it.month.format('YYYY-MM'),
        scheme: it.scheme,
        object: it.object,
        seed: it.seed,
      },
    })
  const required = (what: string) => [{ required: true, message: words.required(what) }]
  const problem = open.error ?? schemes.error
  return (
    <Modal
      open
      title={own.begin}
      okText={own.begin}
      cancelText={words.cancel}
      confirmLoading={open.isPending}
      mask={{ closable: false }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{own.beginHint}</p>
      {problem && <Alert type="error" showIcon className="assess-refused" title={problem.detail} />}
      <Form<Wanted>
        name="open-round"
        form={form}
        layout="vertical"
        initialValues={{ month: dayjs().subtract(1, 'month') }}
        onFinish={send}
      >
        {staff.level !== 'county' && (
          <Form.Item name="region" label={words.region} rules={required(words.region)}>
            <RegionField id="open-round_region" levels={['county']} finest="township" />
          </Form.Item>
        )}
        <Form.Item name="month" label={own.month} rules={required(own.month)}>
          <DatePicker picker="month" maxDate={dayjs()} />
        </Form.Item>
        <Form.Item
          name="scheme"
          label={own.scheme}
          rules={required(own.scheme)}
          extra={scheme && own.schemeOf(scheme.from_data, scheme.from_visits, scheme.by_person, scheme.questions)}
        >
          <Select
            loading={schemes.isLoading}
            options={offered?.map(it => ({ value: it.scheme, label: it[language] }))}
          />
        </Form.Item>
        {scheme?.object === 'unit' && (
          <Form.Item name="object" label={own.unit} rules={required(own.unit)}>
            <Input />
          </Form.Item>
        )}
        <Form.Item name="seed" label={own.seed} extra={own.seedHint}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
