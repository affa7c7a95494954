import { init } from 'redoc/bundles/redoc.standalone.js';

init('/openapi.json', { disableTelemetry: true, router: 'hash' }, document.getElementById('api'));
