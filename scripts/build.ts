import { buildFunctions } from './build-functions';

buildFunctions()
  .then(({ functions, assets, bytes }) => {
    console.log(
      `Built ${functions.length} functions (${Math.ceil(bytes / 1024)} kB) and ${assets.length} assets into dist/`,
    );
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
