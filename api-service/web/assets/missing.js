// The page where there is none.

import { begin } from './page.js';

begin();
