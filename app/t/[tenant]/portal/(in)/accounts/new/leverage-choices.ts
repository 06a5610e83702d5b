/** What people ask for; the offer's own figures always stand among them. */
const usual = [1, 2, 5, 10, 20, 30, 50, 100, 200, 300, 400, 500, 1_000];

export function leverageChoices({ leverage, leverageMax }: { leverage: number; leverageMax: number }): number[] {
  const all = new Set([...usual.filter((one) => one < leverageMax), leverage, leverageMax]);
  return [...all].sort((a, b) => a - b);
}
