import { NothingHere } from './_domain/nothing-here';

export default function NotFound() {
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6">
      <div className="w-full max-w-110 rounded-md border bg-card">
        <NothingHere />
      </div>
    </main>
  );
}
