export { leakBoard, listPassages } from './leaks';
