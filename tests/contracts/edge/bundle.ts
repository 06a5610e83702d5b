import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What an edge deployment leaves out: adapters that need sockets or native code, and the driver that needs TCP. */
const replaced: { readonly file: RegExp; readonly by: string }[] = [
  {
    file: /\/adapters\/registry$/,
    by: `export const buildPorts = () => ({ site: { origin: 'https://edge.example' } });`,
  },
  {
    file: /\/drivers\/pg$/,
    by: `export const connectPg = () => { throw new Error('there is no TCP here'); };`,
  },
];

const entry = `
  import { neonConfig } from '@neondatabase/serverless';
  import { publicApi } from '@/server/transports/rest/v1';
  import { handleTrpc } from '@/server/transports/trpc/handler';
  const { NEON_RELAY } = process.env;
  neonConfig.wsProxy = (host, port) => NEON_RELAY + '/v1?address=' + host + ':' + port;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  neonConfig.pipelineTLS = false;
  const rest = publicApi();
  globalThis.handlers = { trpc: (request) => handleTrpc(request), rest: (request) => rest.fetch(request) };
`;

export type EdgeBundle = {
  readonly code: string;
  /** Node built-ins somebody imports: what, and from which file. */
  readonly builtIns: readonly string[];
  readonly files: readonly string[];
};

/** The request path as one script that knows no platform: no Node, no browser, no loader. */
export async function bundleForEdge(contents = entry): Promise<EdgeBundle> {
  const builtIns: string[] = [];
  const result = await build({
    stdin: { contents, resolveDir: root, loader: 'ts', sourcefile: 'edge.ts' },
    absWorkingDir: root,
    alias: { '@': root },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    format: 'iife',
    target: 'es2022',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'edge-light', 'worker', 'browser'],
    logLevel: 'silent',
    plugins: [edgePlugin(builtIns)],
  });
  return { code: result.outputFiles[0]?.text ?? '', builtIns, files: Object.keys(result.metafile.inputs) };
}

function edgePlugin(builtIns: string[]): Plugin {
  return {
    name: 'edge',
    setup(esbuild) {
      for (const [index, { file, by }] of replaced.entries()) {
        esbuild.onResolve({ filter: file }, () => ({ path: String(index), namespace: 'replaced' }));
        esbuild.onLoad({ filter: new RegExp(`^${index}$`), namespace: 'replaced' }, () => ({ contents: by }));
      }
      esbuild.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path, importer }) => {
        if (!builtinModules.includes(path.replace(/^node:/, ''))) return null;
        builtIns.push(`${path} in ${importer.replace(root, '')}`);
        return { path, external: true };
      });
    },
  };
}
