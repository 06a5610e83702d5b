import type { Inngest } from 'inngest';

/** What is measured: three steps that do nothing, so that everything seen is SDK and engine. Also copied into the Next app. */
export const threeSteps = (client: Inngest) => [
  client.createFunction({ id: 'three-steps', triggers: [{ event: 'bench/run.wanted' }] }, async ({ step }) => {
    const one = await step.run('one', () => 1);
    const two = await step.run('two', () => one + 1);
    return step.run('three', () => two + 1);
  }),
];
