// 信息比对: what was found, what the household says to it, what the county rules.
import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Form, Input, Select } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { rulings } from '../words'
import { ActForm, type ActProps } from './ActForm'
import { ChoiceItem, memberOption, optionsOf, YesNoItem } from './fields'
import { text } from './text'

const required = [{ required: true }]

interface Comparison {
  found: boolean
  hits?: S['AssetHit'][]
}

/** 登记比对结果: nothing, mostly. */
export function CompareAssets(of: ActProps) {
  const own = useText(text)
  return (
    <ActForm<Comparison>
      of={of}
      word="compare_assets"
      initial={{ hits: [{ rule: '', what: '' }] }}
      toAction={it => ({ do: 'compare_assets', step: of.step?.name, hits: it.found ? (it.hits ?? []) : [] })}
    >
      <YesNoItem name="found" label={own.hasHits} yes={own.hits} no={own.noHits} />
      <Form.Item noStyle shouldUpdate={(before: Comparison, after: Comparison) => before.found !== after.found}>
        {form => form.getFieldValue('found') === true && <Hits members={of.members} />}
      </Form.Item>
    </ActForm>
  )
}

function Hits({ members }: { members: S['MemberView'][] }) {
  const own = useText(text)
  return (
    <Form.List name="hits">
      {(fields, { add, remove }) => (
        <div className="rows">
          {fields.map((field, at) => (
            <Flex key={field.key} gap={8} wrap align="center">
              <Form.Item
                name={[field.name, 'what']}
                label={own.hitWhat}
                tooltip={own.hitWhatHint}
                rules={required}
                className="hit-what"
              >
                <Input />
              </Form.Item>
              <Form.Item name={[field.name, 'rule']} label={own.hitRule} rules={required} className="hit-rule">
                <Input />
              </Form.Item>
              <Form.Item name={[field.name, 'person_id']} label={own.hitPerson} className="hit-person">
                <Select allowClear options={members.map(memberOption)} popupMatchSelectWidth={false} />
              </Form.Item>
              {fields.length > 1 && (
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={own.removeThis(at + 1)}
                  onClick={() => remove(field.name)}
                />
              )}
            </Flex>
          ))}
          <Button icon={<PlusOutlined />} onClick={() => add({})}>
            {own.addHit}
          </Button>
        </div>
      )}
    </Form.List>
  )
}

function HitNumber({ hits }: { hits: S['AssetHit'][] }) {
  const own = useText(text)
  return (
    <ChoiceItem
      name="number"
      label={own.hitNumber}
      vertical
      options={hits.map((it, at) => ({ value: at + 1, label: `${at + 1}. ${it.what}（${it.rule}）` }))}
    />
  )
}

/** The place of the only hit there is. */
function only(hits: S['AssetHit'][]): number | undefined {
  return hits.length === 1 ? 1 : undefined
}

/** 说明: what the household or the village says to a hit. */
export function ExplainHit(of: ActProps) {
  const own = useText(text)
  const { hits } = of.course
  const open = hits.findIndex(it => !it.explanation) + 1 || only(hits)
  return (
    <ActForm<{ number: number; text: string }>
      of={of}
      word="explain_hit"
      initial={{ number: open }}
      toAction={it => ({ do: 'explain_hit', ...it })}
    >
      <HitNumber hits={hits} />
      <Form.Item name="text" label={own.explanation} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}

interface RulingGiven {
  number: number
  ruling: S['Ruling']
  reason: string
}

/** 裁定: a hit never excludes by itself. */
export function RuleOnHit(of: ActProps) {
  const own = useText(text)
  const rulingWords = useText(rulings)
  const { hits } = of.course
  const open = hits.findIndex(it => it.explanation && !it.ruling) + 1 || only(hits)
  return (
    <ActForm<RulingGiven>
      of={of}
      word="rule_on_hit"
      initial={{ number: open }}
      toAction={it => ({ do: 'rule_on_hit', ...it })}
    >
      <HitNumber hits={hits} />
      <ChoiceItem name="ruling" label={own.ruling} options={optionsOf(rulingWords)} />
      <Form.Item name="reason" label={own.rulingReason} rules={required}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </ActForm>
  )
}
