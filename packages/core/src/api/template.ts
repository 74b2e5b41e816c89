import { z } from 'zod'
import { playbookSchema } from '../catalog/playbook.ts'
import { questionnaireSchema } from '../catalog/questionnaire.ts'
import { workloadTemplateSchema } from '../catalog/workload-template.ts'
import { slugSchema } from '../identifier.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const templateParams = z.strictObject({ template: slugSchema })
const listQuery = z.strictObject(pageQuery)
const lineSchema = z.strictObject({ id: slugSchema, title: z.string(), version: z.int(), summary: z.string() })

export const templateContracts = {
  listPlaybooks: contract({
    id: 'listPlaybooks',
    method: 'GET',
    path: '/playbooks',
    summary: 'Playbooks for kinds of incidents.',
    access: 'catalog:read',
    query: listQuery,
    output: pageOf(lineSchema),
    status: 200,
  }),
  readPlaybook: contract({
    id: 'readPlaybook',
    method: 'GET',
    path: '/playbooks/{template}',
    summary: 'One playbook with its phases and steps.',
    access: 'catalog:read',
    params: templateParams,
    output: playbookSchema,
    status: 200,
  }),
  listQuestionnaires: contract({
    id: 'listQuestionnaires',
    method: 'GET',
    path: '/questionnaires',
    summary: 'Questionnaires for third parties.',
    access: 'catalog:read',
    query: listQuery,
    output: pageOf(lineSchema),
    status: 200,
  }),
  readQuestionnaire: contract({
    id: 'readQuestionnaire',
    method: 'GET',
    path: '/questionnaires/{template}',
    summary: 'One questionnaire with why each question is asked.',
    access: 'catalog:read',
    params: templateParams,
    output: questionnaireSchema,
    status: 200,
  }),
  listWorkloadTemplates: contract({
    id: 'listWorkloadTemplates',
    method: 'GET',
    path: '/workload-templates',
    summary: 'Kinds of workload to begin an inventory from.',
    access: 'catalog:read',
    query: listQuery,
    output: pageOf(lineSchema),
    status: 200,
  }),
  readWorkloadTemplate: contract({
    id: 'readWorkloadTemplate',
    method: 'GET',
    path: '/workload-templates/{template}',
    summary: 'One workload template with its systems, flows and dependencies.',
    access: 'catalog:read',
    params: templateParams,
    output: workloadTemplateSchema,
    status: 200,
  }),
} as const
