import { redirect } from 'next/navigation';

export default function DesignPage() {
  redirect('/platform/design/kit');
}
