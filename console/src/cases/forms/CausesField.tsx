import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Select } from 'antd'
import { useText } from '../../text/text'
import { risks } from '../../text/words'
import { optionsOf } from './fields'
import { text } from './text'

/** One risk, with what is asked beside some of them; which ask for what, the server says. */
export function CauseField({ path }: { path: (string | number)[] }) {
  const own = useText(text)
  const riskWords = useText(risks)
  return (
    <Flex gap={8} wrap className="cause">
      <Form.Item name={[...path, 'risk']} label={own.cause} rules={[{ required: true }]} className="cause-risk">
        <Select options={optionsOf(riskWords)} />
      </Form.Item>
      <Form.Item name={[...path, 'detail']} label={own.detail} className="cause-detail">
        <Input />
      </Form.Item>
      <Form.Item name={[...path, 'remark']} label={own.causeRemark} className="cause-remark">
        <Input />
      </Form.Item>
    </Flex>
  )
}

interface CausesFieldProps {
  /** As many as the server takes. */
  most: number | undefined
  required?: boolean
}

/** The risks of a household, the gravest first. */
export function CausesField({ most, required }: CausesFieldProps) {
  const own = useText(text)
  return (
    <Form.Item label={own.causes} extra={most && own.causesMost(most)} required={required}>
      <Form.List name="causes">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field, at) => (
              <Flex key={field.key} gap={4} align="center">
                <CauseField path={[field.name]} />
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={own.removeThis(at + 1)}
                  onClick={() => remove(field.name)}
                />
              </Flex>
            ))}
            <Button icon={<PlusOutlined />} disabled={!!most && fields.length >= most} onClick={() => add({})}>
              {own.addCause}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  )
}
