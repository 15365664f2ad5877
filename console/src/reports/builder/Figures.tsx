import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useText } from '../../text/text'
import { text } from '../text'
import { IndicatorField } from './IndicatorField'

/** The columns of a table that is put together. */
export function Figures() {
  const own = useText(text)
  const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({ value, label }))
  return (
    <Form.List name="figures">
      {(fields, { add, remove }) => (
        <>
          <ul className="builder-figures">
            {fields.map(it => (
              <li key={it.key} className="builder-figure">
                <Form.Item name={[it.name, 'indicator']} rules={[{ required: true, message: own.indicator }]} noStyle>
                  <IndicatorField label={own.indicator} />
                </Form.Item>
                <Form.Item name={[it.name, 'group']} noStyle>
                  <Input placeholder={own.group} aria-label={own.group} maxLength={40} />
                </Form.Item>
                <Form.Item name={[it.name, 'label']} noStyle>
                  <Input placeholder={own.label} aria-label={own.label} maxLength={40} />
                </Form.Item>
                <Form.Item name={[it.name, 'show']} noStyle>
                  <Select options={options(own.shown)} aria-label={own.show} />
                </Form.Item>
                <Form.Item name={[it.name, 'compare']} noStyle>
                  <Select options={options(own.compared)} aria-label={own.compare} />
                </Form.Item>
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={own.removeFigure}
                  disabled={fields.length === 1}
                  onClick={() => remove(it.name)}
                />
              </li>
            ))}
          </ul>
          <Form.Item>
            <Button icon={<PlusOutlined />} onClick={() => add({ show: 'value', compare: 'none' })}>
              {own.addFigure}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  )
}
