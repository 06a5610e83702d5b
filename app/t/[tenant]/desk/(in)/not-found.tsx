import { NothingHere } from '@/app/_domain/nothing-here';

export default function NotFound() {
  return <NothingHere />;
}
