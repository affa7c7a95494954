import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many ports are tried after the wanted one. */
const TRIES = 50;

/** Listens on a port of this machine, or on the next one that is free; resolves with the port. */
export async function listen(server: Server, wantedPort: number): Promise<number> {
  for (let port = wantedPort; ; port++) {
    try {
      await listenOn(server, port);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || port >= wantedPort + TRIES) throw error;
    }
  }
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Finds a port of this machine to listen on later: the wanted one, or the next one that is free. */
export async function findFreePort(wantedPort: number): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, wantedPort);
  await close(probe);
  return port;
}

/** Closes a server and every connection to it. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
