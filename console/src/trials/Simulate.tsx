import { Alert, Button, Card, Flex, Form, Input, Select, Typography } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { officeOf } from '../parts/regions'
import { useMonths } from '../parts/useMonths'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { EarlierTrials } from './EarlierTrials'
import { ParameterField, PresentValue, useParameters } from './ParameterField'
import { text } from './text'
import { Trial } from './Trial'
import type { TrialSearch } from './Trials'
import { useDrafts } from './useDrafts'

interface Wanted {
  region: string
  months: string[]
  draft?: string
  values: S['TriedValue'][]
}

const month = /^\d{4}-(0[1-9]|1[0-2])$/

/** Asks for a trial, and shows the one the address names. */
export function Simulate() {
  const words = useText(common)
  const own = useText(text)
  const staff = useStaff()
  const [search, setSearch] = useAddress<TrialSearch>()
  const { months } = useMonths()
  const [form] = Form.useForm<Wanted>()
  const draft = Form.useWatch('draft', form)
  const drafts = useDrafts()
  const region = Form.useWatch('region', form)
  const chosenMonths = Form.useWatch('months', form)
  const values = Form.useWatch('values', form)
  const parameters = useParameters(region, chosenMonths)
  const start = api.useMutation('post', '/api/v1/jobs', {
    onSuccess: job => setSearch({ ...search, job: job.job, area: undefined, month: undefined }),
  })
  const submit = (it: Wanted) => {
    const [first = '', ...more] = [...it.months].sort()
    start.mutate({
      body: { kind: 'simulate', region: it.region, month: first, more_months: more, draft: it.draft ?? null, values: it.values },
    })
  }
  const open = drafts.data?.filter(it => ['draft', 'submitted', 'rejected'].includes(it.state)) ?? []
  return (
    <Flex vertical gap={12}>
      <Card className="no-print">
        <h1 className="list-title">{own.simulate}</h1>
        <Typography.Paragraph type="secondary">{own.simulateIntro}</Typography.Paragraph>
        <Form<Wanted>
          form={form}
          layout="vertical"
          onFinish={submit}
          requiredMark={false}
          initialValues={{ region: officeOf(staff.region), draft: search.draft, months: [], values: search.draft ? [] : [{ name: '', value: '' }] }}
        >
          <Flex gap={20} wrap>
            <Form.Item name="region" label={words.region}>
              <OfficeField />
            </Form.Item>
            <Form.Item
              name="months"
              label={own.months}
              style={{ width: 340 }}
              extra={own.monthsHelp}
              rules={[
                { required: true, message: words.required(own.months) },
                { validator: (_, all: string[]) => (all.every(it => month.test(it)) ? Promise.resolve() : Promise.reject(own.monthWrong)) },
              ]}
            >
              <Select mode="tags" placeholder={months[0] ?? '2023-10'} options={months.map(value => ({ value, label: value }))} />
            </Form.Item>
            <Form.Item name="draft" label={own.draftToTry} extra={own.draftToTryHelp} style={{ width: 280 }}>
              <Select
                allowClear
                placeholder={words.none}
                options={open.map(it => ({ value: it.draft, label: it.title }))}
              />
            </Form.Item>
          </Flex>
          <h2 className="section">{own.values}</h2>
          <Form.List name="values">
            {(fields, { add, remove }) => (
              <>
                {fields.map(field => (
                  <div key={field.key} className="trial-values">
                    <Form.Item
                      name={[field.name, 'name']}
                      label={own.parameter}
                      extra={<PresentValue parameter={parameters.find(it => it.name === values?.[field.name]?.name)} />}
                      rules={[{ required: true, message: words.required(own.parameter) }]}
                    >
                      <ParameterField parameters={parameters} />
                    </Form.Item>
                    <Form.Item
                      name={[field.name, 'value']}
                      label={own.value}
                      extra={own.valueHelp}
                      rules={[{ required: true, whitespace: true, message: words.required(own.value) }]}
                    >
                      <Input placeholder={own.valueExample} autoComplete="off" />
                    </Form.Item>
                    <Form.Item label=" " colon={false}>
                      <Button icon={<DeleteOutlined />} aria-label={own.removeValue} onClick={() => remove(field.name)} />
                    </Form.Item>
                  </div>
                ))}
                {fields.length === 0 && !draft && <p className="trial-none">{own.nothingToTry}</p>}
                <Flex gap={12} align="center">
                  <Button icon={<PlusOutlined />} onClick={() => add({ name: '', value: '' })}>
                    {own.addValue}
                  </Button>
                  <Button type="primary" htmlType="submit" loading={start.isPending} disabled={fields.length === 0 && !draft}>
                    {own.start}
                  </Button>
                </Flex>
              </>
            )}
          </Form.List>
          {start.error && <Alert type="error" showIcon title={start.error.detail} style={{ marginTop: 12 }} />}
        </Form>
      </Card>
      {search.job && <Trial key={search.job} job={search.job} />}
      <EarlierTrials chosen={search.job} onChoose={job => setSearch({ ...search, job, area: undefined, month: undefined })} />
    </Flex>
  )
}
