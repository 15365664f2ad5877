import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Select } from 'antd'
import { api, type S } from '../../api/client'
import { useText } from '../../text/text'
import { risks } from '../../text/words'
import { marks } from '../marks'
import { groups } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { optionsOf } from './fields'
import { Suggestions } from './Suggestions'
import { text } from './text'

/** A measure to be planned; the server numbers it. */
type Planned = Omit<S['Measure'], 'number' | 'delivered'>

interface Plan {
  measures: Planned[]
}

const required = [{ required: true }]

/** 制定帮扶计划: suggestions and the catalogue beside what is planned. People decide. */
export function PlanMeasures(of: ActProps) {
  const own = useText(text)
  const mark = useText(marks)
  const groupWords = useText(groups)
  const riskWords = useText(risks)
  const [form] = Form.useForm<Plan>()
  const planned = Form.useWatch('measures', form) ?? []
  const catalogue = api.useQuery('get', '/api/v1/measures', {}, { staleTime: 300_000 })
  const causes = of.course.monitoring?.causes.map(it => it.risk) ?? []
  const add = (it: Partial<Planned>) => form.setFieldValue('measures', [...planned, it])
  const choose = (id: string) => {
    const found = catalogue.data?.find(it => it.id === id)
    if (found) {
      const answers = found.answers.find(it => causes.includes(it))
      add({ group: found.group, answers, what: found.zh, catalogue: found.id })
    }
  }
  const taken = planned.map(it => it?.catalogue).filter(it => it != null)
  return (
    <Flex vertical gap={20}>
      <Suggestions of={of} taken={taken} onAdd={add} />
      <ActForm<Plan>
        of={of}
        word="plan_measures"
        form={form}
        initial={{ measures: [] }}
        toAction={it => ({ do: 'plan_measures', measures: it.measures.map(one => ({ ...one, number: 0 })) })}
      >
        <Form.Item label={own.catalogue} extra={own.catalogueHint} htmlFor="catalogue">
          <Select
            id="catalogue"
            value={null}
            showSearch={{ optionFilterProp: 'label' }}
            loading={catalogue.isPending}
            onChange={choose}
            options={(catalogue.data ?? []).map(it => ({
              value: it.id,
              label: `${it.zh}${mark.open}${groupWords[it.group]}${mark.close}`,
              disabled: taken.includes(it.id),
            }))}
          />
        </Form.Item>
        <h3 className="part">{own.measures}</h3>
        <Form.List
          name="measures"
          rules={[
            {
              validator: (_, value: Planned[]) =>
                value.length > 0 ? Promise.resolve() : Promise.reject(new Error(own.measureNeeded)),
            },
          ]}
        >
          {(fields, { remove }, { errors }) => (
            <div className="rows">
              {fields.map((field, at) => (
                <Flex key={field.key} gap={8} wrap align="center">
                  <Form.Item name={[field.name, 'what']} label={own.measureWhat} rules={required} className="hit-what">
                    <Input />
                  </Form.Item>
                  <Form.Item name={[field.name, 'group']} label={own.group} rules={required} className="hit-rule">
                    <Select options={optionsOf(groupWords)} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'answers']} label={own.answers} rules={required} className="hit-person">
                    <Select options={causes.map(value => ({ value, label: riskWords[value] }))} />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<MinusCircleOutlined />}
                    aria-label={own.removeThis(at + 1)}
                    onClick={() => remove(field.name)}
                  />
                </Flex>
              ))}
              <Form.ErrorList errors={errors} />
              <Button icon={<PlusOutlined />} onClick={() => add({})}>
                {own.addMeasure}
              </Button>
            </div>
          )}
        </Form.List>
      </ActForm>
    </Flex>
  )
}
