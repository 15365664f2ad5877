import { Alert, Button, Flex, Form, InputNumber, Skeleton, Table, Tag } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { risks } from '../../text/words'
import { marks } from '../marks'
import { Sources } from '../Sources'
import { groups } from '../words'
import type { ActProps } from './ActForm'
import { text } from './text'

interface SuggestionsProps {
  of: ActProps
  /** Measures of the catalogue that are in the plan being written. */
  taken: string[]
  onAdd: (measure: Partial<S['Measure']>) => void
}

/** What the catalogue suggests for this family, why, and what is odd about the plan as it stands. */
export function Suggestions({ of, taken, onAdd }: SuggestionsProps) {
  const own = useText(text)
  const words = useText(common)
  const mark = useText(marks)
  const groupWords = useText(groups)
  const riskWords = useText(risks)
  const [facts, setFacts] = useState<S['FamilyFactsIn']>({})
  const found = api.useQuery('post', '/api/v1/cases/{case}/recommendation', {
    params: { path: { case: of.view.case } },
    body: facts,
  })
  return (
    <section>
      <h3 className="part">{own.suggestions}</h3>
      <p className="quiet">{own.suggestionsWhy}</p>
      <p>{own.facts}</p>
      <Form<S['FamilyFactsIn']> layout="inline" onFinish={setFacts} className="family">
        {(['pupils', 'vocational', 'disabled'] as const).map(it => (
          <Form.Item key={it} name={asked[it]} label={own[it]}>
            <InputNumber min={0} precision={0} className="field-count" />
          </Form.Item>
        ))}
        <Button htmlType="submit">{own.suggest}</Button>
      </Form>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && (
        <Flex vertical gap={8}>
          <strong>{found.data.approach}</strong>
          {found.data.warnings.map(it => (
            <Alert key={`${it.code}${it.message}`} type="warning" showIcon title={it.message} />
          ))}
          <Table<S['SuggestionView']>
            size="small"
            rowKey={it => it.measure}
            pagination={false}
            dataSource={found.data.suggestions}
            scroll={{ y: 260, x: 620 }}
            locale={{ emptyText: own.noSuggestions }}
            columns={[
              {
                title: own.measureWhat,
                render: (_, it) => (
                  <>
                    <div>
                      {it.zh} {it.is_first && <Tag className="tag-green">{own.first}</Tag>}
                    </div>
                    <div className="quiet small">
                      {it.why} {it.is_default && <Tag className="tag-gold">{words.notStated}</Tag>}
                    </div>
                  </>
                ),
              },
              { title: own.group, width: 110, render: (_, it) => groupWords[it.group] },
              {
                title: own.answers,
                width: 100,
                render: (_, it) => it.answers.map(one => riskWords[one]).join(mark.and),
              },
              {
                title: words.action,
                width: 100,
                fixed: 'right',
                render: (_, it) => (
                  <Button
                    size="small"
                    disabled={taken.includes(it.measure)}
                    aria-label={`${taken.includes(it.measure) ? own.added : own.add}${mark.colon}${it.zh}`}
                    onClick={() =>
                      onAdd({ group: it.group, answers: it.answers[0], what: it.zh, catalogue: it.measure })
                    }
                  >
                    {taken.includes(it.measure) ? own.added : own.add}
                  </Button>
                ),
              },
            ]}
          />
          <Sources sources={found.data.sources} />
        </Flex>
      )}
    </section>
  )
}

const asked = { pupils: 'pupils', vocational: 'vocational_students', disabled: 'disabled_members' } as const
